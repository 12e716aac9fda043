# The hall: applying, materials, paying, rating.
