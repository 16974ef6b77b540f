"""The desk is killed in the middle of its work: nothing is lost and nothing is there twice."""

from tests.desk_killed import killed_amid_uploads
from tests.helpers import often


def test_uploads_outlive_a_kill(tmp_path):
    killed_amid_uploads(tmp_path, often(6, 20))
