"""A segmenter in threads of its own: frames embedded ahead, prompts answered, overtaken ones dropped."""
