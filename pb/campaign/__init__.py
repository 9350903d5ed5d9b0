"""What carries projects out of the platform: cards for shared links, posters, flyers, the printed catalogue."""
