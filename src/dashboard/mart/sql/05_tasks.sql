-- Where every task of the plans in force stands on a day (method, section 10): what the lead reported, and what the printed time asks for.
-- Inputs: tasks, plans, task_reports, moment, horizon, method. A status that method.py does not know cannot be given: task_status_id holds its ids.

-- What is published about each task by then: the report on the latest year, of two on one year the later; and every year reported on.
CREATE TABLE latest_task_reports AS
SELECT r.*, list(r.year) OVER (PARTITION BY r.task) AS years
FROM task_reports AS r, moment
WHERE r.published_at <= moment.as_of
QUALIFY row_number() OVER (PARTITION BY r.task ORDER BY r.year DESC, r.published_at DESC) = 1;

CREATE TABLE task_statuses AS
WITH printed AS (
    SELECT
        t.* EXCLUDE (report_month, report_day, lead_holders, lead_unclear),
        if(year(moment.today) >= method.today_from, t.lead_holders, t.lead_agencies) AS lead_holders,
        if(year(moment.today) >= method.today_from, t.lead_unclear, []) AS lead_unclear,
        p.province, p.issued, moment.today, year(moment.today) AS this_year,
        -- The day printed with the task, or else the plan's for its agencies.
        coalesce(t.report_month, p.deadline_month) AS report_month,
        coalesce(t.report_day, p.deadline_day) AS report_day
    FROM tasks AS t
    JOIN plans AS p ON p.plan = t.plan AND p.in_force
    JOIN moment ON p.issued <= moment.today     -- before its plan was issued there was no task
    CROSS JOIN method
),
asked AS (
    SELECT
        p.*,
        -- The last year of a standing task whose report is due.
        CASE
            WHEN timing <> 'standing' THEN NULL
            WHEN is_due(today, issued, this_year, report_month, report_day) THEN this_year
            WHEN is_due(today, issued, this_year - 1, report_month, report_day) THEN this_year - 1
        END AS asked_year,
        -- The years a task is asked for: that of its due date, every year of a standing one; none where no time is printed.
        CASE timing
            WHEN 'due' THEN [year(due)]
            WHEN 'standing' THEN
                range(year(issued) + if(issued <= make_date(year(issued), report_month, report_day), 0, 1), h.last_year + 1)
            ELSE []
        END AS asked_years
    FROM printed AS p, horizon AS h
)
SELECT
    a.* EXCLUDE (today, this_year),
    list_sort(list_distinct(list_concat(a.asked_years, coalesce(r.years, []))))::SMALLINT[] AS years,
    (a.due - a.today)::INTEGER AS days_left,
    CASE
        -- A standing task is asked anew every year: what was reported for an earlier one says nothing of the last that was due.
        WHEN a.asked_year > coalesce(r.year, 0) THEN 'not_reported'
        WHEN r.state IN ('done', 'cannot_be_done') THEN r.state
        WHEN a.due < a.today THEN 'overdue'
        WHEN a.due - a.today <= m.due_soon THEN 'due_soon'
        WHEN r.state IS NOT NULL THEN r.state
        WHEN a.timing IN ('due', 'standing') THEN 'not_due'
        ELSE 'no_date'
    END::task_status_id AS task_status,
    -- Overdue, or falling due before this quarter ends.
    coalesce(a.due < date_trunc('quarter', a.today) + INTERVAL 3 MONTH, false) AND task_status NOT IN ('done', 'cannot_be_done')
        AS is_pressing,
    r.state AS report_state, r.year::SMALLINT AS report_year, r.date_done, r.document_number, r.document_date, r.what_was_done, r.what_hinders,
    r.published_at
FROM asked AS a
CROSS JOIN (SELECT due_soon FROM method) AS m
LEFT JOIN latest_task_reports AS r USING (task)
ORDER BY a.position;
