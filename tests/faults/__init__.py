"""Kill the bot at random moments and let the platform's server count."""
