"""What `check_site.py` asks of the pages, by kind of question."""
