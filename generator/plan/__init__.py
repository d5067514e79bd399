"""Plan: what each site will hold, by address, from what the gate cleared and nothing else."""
