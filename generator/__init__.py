"""The publication scheme generator: gate, render, prove and publish a scheme's documents."""

__version__ = "0.1.0"
