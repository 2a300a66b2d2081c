// @title 同一机关两份文件之间的变化 · What changed between two plans of one body
// @answers 较早文件的措施在较晚文件中延续（continued）还是未再提出（dropped），以及较晚文件新增（new）的措施。 · Which measures of the earlier plan the later one continues (continued) or leaves out (dropped), and which it adds (new).
// @parameter earlier (document) example="330200/2023/甬政办发-2023-4" 较早文件 · the earlier plan
// @parameter later (document) example="330200/2025/宁波市人民政府办公厅-20250801-f20a75f6" 较晚文件 · the later plan
// @column change 变化 · continued, dropped or new
// @column earlier_path 较早编号 · item of the earlier plan
// @column earlier_title 较早标题 · its title
// @column later_path 较晚编号 · item of the later plan
// @column later_title 较晚标题 · its title
// @column strength 强度 · direct or partial
// @column score 得分 · score
// @column reviewed 已审核 · whether an analyst confirmed, corrected or added the link
// @column earlier_id 较早措施标识 · identifier of the earlier measure
// @column later_id 较晚措施标识 · identifier of the later measure
// :param earlier => '330200/2023/甬政办发-2023-4';
// :param later => '330200/2025/宁波市人民政府办公厅-20250801-f20a75f6';

MATCH (:Document {id: $earlier})<-[:IN_DOCUMENT]-(e:Measure)<-[:UPPER_MEASURE]-(a:Alignment)-[:LOWER_MEASURE]->(l:Measure)-[:IN_DOCUMENT]->(:Document {id: $later})
WHERE a.relation = 'continues' AND $earlier <> $later
RETURN 'continued' AS change, e.path AS earlier_path, e.title AS earlier_title, l.path AS later_path,
       l.title AS later_title, a.strength AS strength, a.score AS score, a.reviewed AS reviewed, e.id AS earlier_id, l.id AS later_id
UNION ALL
MATCH (:Document {id: $earlier})<-[:IN_DOCUMENT]-(e:Measure)
WHERE $earlier <> $later AND NOT EXISTS { MATCH (e)<-[:UPPER_MEASURE]-(:Alignment {relation: 'continues'})-[:LOWER_MEASURE]->(:Measure)-[:IN_DOCUMENT]->(:Document {id: $later}) }
RETURN 'dropped' AS change, e.path AS earlier_path, e.title AS earlier_title, CASE WHEN false THEN e.path END AS later_path,
       CASE WHEN false THEN e.title END AS later_title, CASE WHEN false THEN e.path END AS strength,
       CASE WHEN false THEN 0.5 END AS score, CASE WHEN false THEN true END AS reviewed, e.id AS earlier_id, CASE WHEN false THEN e.id END AS later_id
UNION ALL
MATCH (:Document {id: $later})<-[:IN_DOCUMENT]-(l:Measure)
WHERE $earlier <> $later AND NOT EXISTS { MATCH (l)<-[:LOWER_MEASURE]-(:Alignment {relation: 'continues'})-[:UPPER_MEASURE]->(:Measure)-[:IN_DOCUMENT]->(:Document {id: $earlier}) }
RETURN 'new' AS change, CASE WHEN false THEN l.path END AS earlier_path, CASE WHEN false THEN l.title END AS earlier_title,
       l.path AS later_path, l.title AS later_title, CASE WHEN false THEN l.path END AS strength,
       CASE WHEN false THEN 0.5 END AS score, CASE WHEN false THEN true END AS reviewed, CASE WHEN false THEN l.id END AS earlier_id, l.id AS later_id
