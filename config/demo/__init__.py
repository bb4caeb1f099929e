"""What the demonstration district is made of. Every number here is invented."""
