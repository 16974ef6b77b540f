"""How sure an accusation is: weighing.py adds up the signs of reading, charity, company and slip."""
