"""What trust shows: one module per screen."""
