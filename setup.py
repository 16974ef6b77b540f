"""The rooms at the top level are, installed, packages of one name: `checks/` is `cermat.checks`."""

from setuptools import find_namespace_packages, setup
from setuptools.command.build_py import build_py

ROOMS = ("checks", "datasets", "reports", "schemas")
# Folders of data (rule cards, vocabularies, templates, reports) have no __init__.py: namespaces take them in.
FOUND = find_namespace_packages(
    include=[pattern for room in ROOMS for pattern in (room, f"{room}.*")],
    exclude=["*.__pycache__", "*.__pycache__.*"],
)


class Modules(build_py):
    """All modules but this one."""

    def find_package_modules(self, package, package_dir):
        return [found for found in super().find_package_modules(package, package_dir) if found[1] != "setup"]


setup(
    packages=["cermat", *(f"cermat.{name}" for name in FOUND)],
    package_dir={"cermat": "."},
    cmdclass={"build_py": Modules},
)
