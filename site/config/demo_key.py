"""A secret of its own for each demo, so that none runs with a key that stands in a repository."""

import secrets
from pathlib import Path


def demo_key(data_dir: Path) -> str:
    """Made at the first start and kept beside the database; sessions outlive a restart."""
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
