"""Tests of the sample year. They read the written files back and trust nothing else."""
