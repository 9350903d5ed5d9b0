"""Open data of published results: tables as CSV, JSON and XLSX, ballots as Pabulib files, hashes of everything."""
