"""What may be handed over to the public door, as type hints."""

import os
from collections.abc import Callable, Mapping
from typing import IO, TYPE_CHECKING, Any, TypeAlias, Union

if TYPE_CHECKING:
    import pandas as pd

    from cermat.schemas.submission import Submission

File: TypeAlias = str | os.PathLike[str]
Source: TypeAlias = Union[File, bytes, IO[Any], "Mapping[str, pd.DataFrame]", "Submission"]
Progress: TypeAlias = Callable[[int, int], None]  # pages done, pages in all
