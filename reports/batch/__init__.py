"""What a batch writes: tables of all reports as Parquet, a Rekapitulasi, and what is seen while it runs."""
