-- Where the actions on cells stand at the moment asked for, and which red rows have one.
-- Inputs: moment (one row: as_of, today), method, duty_holders, actions, action_events, indicators, provinces, breakdowns, statuses, assessed.

-- Events of one action are numbered in the order they were written; each carries the due date in force from it on.
CREATE TABLE current_actions AS
WITH states AS (
    SELECT
        e.action,
        arg_max(e.event, e.sequence) FILTER (e.event <> 'rescheduled') AS state,
        arg_max(e.due, e.sequence) AS due,
        arg_min(e.due, e.sequence) AS first_due,
        arg_min(e.event, e.sequence) AS entered,
        arg_min(e.happened_at, e.sequence) AS entered_at,
        arg_max(e.happened_at, e.sequence) AS changed_at,
        arg_max(e.note, e.sequence) AS last_note,
        arg_max(e.note, e.sequence) FILTER (e.event = 'done') AS evidence,
        arg_max(e.actor, e.sequence) FILTER (e.event = 'done') AS done_by
    FROM action_events AS e, moment
    WHERE e.happened_at <= moment.as_of
    GROUP BY e.action
)
SELECT
    a.action, a.province, i.sector, a.indicator, a.breakdown, a.agency AS owner, [a.agency] AS agencies,
    -- An action goes on with the duty it is about.
    if(year(moment.today) >= method.today_from, [coalesce(h.holder, a.agency)], [a.agency]) AS holders, a.what,
    a.expected_effect, s.entered, s.state, s.due, s.first_due,
    -- What the owner has reported done waits for leadership, not for the owner.
    s.state IN ('assigned', 'committed', 'accepted', 'returned') AND moment.today > s.due AS overdue,
    if(overdue, moment.today - s.due, 0)::INTEGER AS days_overdue,
    s.entered_at, s.changed_at, s.evidence, s.last_note, s.done_by
FROM actions AS a
JOIN states AS s USING (action)
JOIN indicators AS i USING (indicator)
JOIN provinces AS p USING (province)
JOIN breakdowns AS b USING (breakdown)
LEFT JOIN duty_holders AS h ON h.province = a.province AND h.indicator = a.indicator AND h.agency = a.agency
CROSS JOIN moment
CROSS JOIN method
ORDER BY i.position, b.position, p.position, s.due, s.entered_at, a.action;

-- Every red row with the action on its cell that is most pressing: overdue first, then open, the earliest due first.
-- What was confirmed before the row's figure was approved did not do: a newer figure that is still red needs another.
CREATE TABLE red_rows AS
SELECT
    r.province, r.indicator, r.breakdown, r.year,
    count(c.action)::INTEGER AS actions,
    (count(*) FILTER (c.overdue))::INTEGER AS actions_overdue,
    arg_min(c.state, {'late': NOT c.overdue, 'finished': c.state = 'confirmed', 'due': c.due}) AS action_state,
    arg_min(c.due, {'late': NOT c.overdue, 'finished': c.state = 'confirmed', 'due': c.due}) AS action_due,
    arg_min(c.owner, {'late': NOT c.overdue, 'finished': c.state = 'confirmed', 'due': c.due}) AS action_owner
FROM assessed AS r
JOIN statuses AS t ON t.status = r.status AND t.is_red
LEFT JOIN current_actions AS c
    ON c.province = r.province AND c.indicator = r.indicator AND c.breakdown = r.breakdown AND c.state <> 'cancelled'
    AND (c.state <> 'confirmed' OR c.changed_at >= r.approved_at)
GROUP BY r.province, r.indicator, r.breakdown, r.year;
