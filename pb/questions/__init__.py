"""The application form as data: questions composed per cycle and contest, versions, answers; not the fixed parts."""
