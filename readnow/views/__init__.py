"""What is shown, whatever shows it: rows of the feed list, lists, orders, ages. No screen is known here."""
