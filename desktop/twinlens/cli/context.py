"""What every command is handed: where its home is, how to open it, and the job to report to."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.job import Job
from twinlens.paths import AppPaths
from twinlens.resources import model_files, verifier_files
from twinlens.settings import Settings, load_settings
from twinlens.workflows.home import Home, locked, open_home
from twinlens.workflows.model import LazyEncoder, LazyVerifier, choose_encoder


@dataclass(frozen=True, slots=True)
class Context:
    """One run of a command."""

    paths: AppPaths
    json: bool
    job: Job

    @classmethod
    def of(cls, given: argparse.Namespace, job: Job) -> Context:
        """From the parsed arguments."""
        home: Path | None = given.home
        return cls(AppPaths.of(home), bool(given.json), job)

    @contextmanager
    def reading(self) -> Iterator[Home]:
        """The home, beside whatever else has it open."""
        home = open_home(self.paths.home, self.settings().preview_cache_bytes)
        try:
            yield home
        finally:
            home.close()

    @contextmanager
    def writing(self) -> Iterator[Home]:
        """The home, for this command alone."""
        with locked(self.paths.home), self.reading() as home:
            yield home

    def encoder(self) -> LazyEncoder:
        """The encoder that the person put into the home, or the one that ships with the application."""
        return choose_encoder(self.paths.models, model_files)

    def verifier(self) -> LazyVerifier:
        """The pair verifier, where there is one."""
        return LazyVerifier(verifier_files())

    def settings(self) -> Settings:
        """What the person chose."""
        return load_settings(self.paths.settings)
