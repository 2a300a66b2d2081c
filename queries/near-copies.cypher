// @title 文字近似的措施 · Near copies
// @answers 文字大部分与他地较早措施相同的措施：相同文字的占比、谁在先、相隔多少天。 · The measures that repeat most of the text of an earlier one of another place: the share of text in common, which was first and by how many days.
// @parameter document (document) default="" example="140000/2023/晋政办发-2023-65" 只看这一文件的措施，抄或被抄 · measures of this document only, as copy or source
// @parameter percent (integer) default=50 example=40 相同文字至少百分之几 · at least so many per cent of the text in common
// @column copy_place 较晚地区 · place of the later measure
// @column copy_document 较晚文件 · its document
// @column copy_path 较晚编号 · its number
// @column copy_title 较晚标题 · its title
// @column share 相同文字占比 · the part of its text that the earlier one has too
// @column lag_days 相隔天数 · days between them; empty where a date is missing, and nobody knows which was first
// @column first_place 较早地区 · place of the earlier measure
// @column first_document 较早文件 · its document
// @column first_path 较早编号 · its number
// @column first_title 较早标题 · its title
// @column copy_id 较晚措施标识 · identifier of the later measure
// @column first_id 较早措施标识 · identifier of the earlier measure
// @sort copy_document copy_path first_id
// :param document => '140000/2023/晋政办发-2023-65';
// :param percent => 40;

MATCH (n:NearCopy)-[:COPY_MEASURE]->(m:Measure)-[:IN_DOCUMENT]->(d:Document),
      (n)-[:SOURCE_MEASURE]->(f:Measure)-[:IN_DOCUMENT]->(e:Document)
WHERE ($document = '' OR d.id = $document OR e.id = $document) AND n.sharedText * 100 >= $percent
OPTIONAL MATCH (d)-[:JURISDICTION]->(r:Region)
OPTIONAL MATCH (e)-[:JURISDICTION]->(q:Region)
RETURN r.labelZh AS copy_place, d.stem AS copy_document, m.path AS copy_path, m.title AS copy_title,
       n.sharedText AS share, n.lagDays AS lag_days, q.labelZh AS first_place, e.stem AS first_document,
       f.path AS first_path, f.title AS first_title, m.id AS copy_id, f.id AS first_id
