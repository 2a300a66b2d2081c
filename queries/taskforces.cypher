// @title 专班及其成员 · Taskforces and their members
// @answers 文件设立的工作专班或领导小组及其成员。 · The working groups and leading groups that documents set up, and who is in them.
// @parameter document (document) default="" example="330200/2023/甬政办发-2023-4" 只看这一文件 · this document only
// @column document 文件简称 · the document's stem
// @column taskforce 专班 · taskforce
// @column role 角色 · head, deputy, member or office
// @column member 成员单位 · the member
// @column printed 印刷名称 · its name as printed
// @column taskforce_id 专班标识 · the taskforce's identifier
// @column member_id 单位标识 · the member's identifier
// :param document => '330200/2023/甬政办发-2023-4';

MATCH (d:Document)<-[:IN_DOCUMENT]-(t:Taskforce)
WHERE $document = '' OR d.id = $document
OPTIONAL MATCH (t)<-[:OF_TASKFORCE]-(s:Membership)-[:MEMBER]->(a:Agency)
RETURN d.stem AS document, t.labelZh AS taskforce, s.role AS role, a.labelZh AS member, s.printedName AS printed,
       t.id AS taskforce_id, a.id AS member_id
