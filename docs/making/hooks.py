"""What mkdocs calls while it builds the site (`hooks` in mkdocs.yml): the catalogue of rules and the papers
of the bundled reports join the pages, and `[= … =]` in a page is filled from data."""

import re
from importlib import metadata
from pathlib import Path

from mkdocs.structure.files import File

from docs.making import examples, pages, reference

ROOT = Path(__file__).parents[2]
_COMMANDS = re.compile(r'<div class="language-sh highlight">.*?</div>', re.S)
_OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
SEARCH = {"id": "Pencarian", "en": "Search"}


def _licences() -> str:
    """What the site holds of others' work, which goes wherever the site is copied."""
    kept = [
        path for path in metadata.files("mkdocs-material") or [] if path.match("*.dist-info/licenses/LICENSE")
    ]
    theirs = "".join(path.read_text(encoding="utf-8") for path in kept)
    return f"{(ROOT / 'NOTICE').read_text(encoding='utf-8')}\nMaterial for MkDocs:\n\n{theirs}"


def on_files(files, config):
    """Adds what is made to what is written."""
    made = reference.rule_site() | examples.papers(ROOT) | {"lisensi.txt": _licences()}
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown, page, config, files):
    """Fills a page from data."""
    return pages.filled(markdown, ROOT)


def on_page_content(html, page, config, files):
    """The name of an option in a command stays on one line, however narrow the screen."""
    return _COMMANDS.sub(lambda found: _OPTION.sub(r'<span class="utuh">\g<0></span>', found[0]), html)


def on_post_page(output, page, config):
    """A page that says so (`lang: en`) is in another language than the site; the search has a name for those
    who do not see it."""
    lang = page.meta.get("lang", "id")
    dialog = 'data-md-component="search" role="dialog"'
    output = output.replace(dialog, f'{dialog} aria-label="{SEARCH[lang]}"', 1)
    return output.replace('<html lang="id"', f'<html lang="{lang}"', 1)
