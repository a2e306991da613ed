"""The nouns of Headway: plain, frozen values that every room may import.

Nothing here opens a file, knows SQL or draws. The modules are

- `errors`      what is told to people when something cannot be used
- `framework`   levels, scales, pillars, capabilities, questions, how scores roll up
- `answers`     what one respondent said to one question
- `scorecard`   what scoring concluded, and why
- `quarters`    calendar quarters, the unit of the roadmap
- `planning`    initiatives, benefits, scenarios, gaps, the roadmap and what is behind it
- `project`     activities, resources and aims: what a plan is to the solver
- `decisions`   strategy decisions as data, and those that were taken
- `rankings`    what the numbers say about a decision
- `formulas`    what formulas in decisions may use
- `engagement`  organisations, engagements, assessments and the people in them
- `report`      the one object that every export prints
"""
