<#-- INSERT, UPDATE, DELETE, MERGE and TRUNCATE. -->

SqlIdentifier TableAliasOpt() :
{
    final SqlIdentifier alias;
}
{
    [ <AS> ] alias = SimpleIdentifier() { return alias; }
|
    { return null; }
}

SqlNodeList ReturningOpt() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <RETURNING> { s = span(); }
    AddSelectItem(list)
    ( <COMMA> AddSelectItem(list) )*
    { return new SqlNodeList(list, s.end(this)); }
|
    { return null; }
}

SqlNode WhereOpt() :
{
    final SqlNode condition;
}
{
    condition = Where() { return condition; }
|
    { return null; }
}

SqlNode ChangeWithQueries() :
{
    final SqlNodeList queries;
    final SqlNode change;
}
{
    queries = WithList()
    change = Change()
    {
        priors.seeBehind(queries);
        return WithQueries.before(queries, change);
    }
}

/** Parses a change within WITH: a query of its rows takes its place. */
SqlNode PriorChange(SqlIdentifier name) :
{
    final SqlNode change;
}
{
    change = Change() { return priors.add(change, name.getSimple()); }
}

SqlNode Change() :
{
    final SqlNode change;
}
{
    (
        change = InsertStatement()
    |
        change = UpdateStatement()
    |
        change = DeleteStatement()
    |
        change = MergeStatement()
    )
    { return change; }
}

SqlNode InsertStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final SqlNodeList columns;
    SqlNode source;
    final OnConflict onConflict;
    final SqlNodeList returning;
    InsertStatement.Overriding overriding = null;
}
{
    <INSERT> { s = span(); } <INTO> table = CompoundIdentifier()
    [ <AS> alias = SimpleIdentifier() ]
    (
        // Not the parenthesis of a query.
        LOOKAHEAD(2)
        columns = ParenthesizedSimpleIdentifierList()
    |   { columns = null; }
    )
    [
        // Not the beginning of a query.
        LOOKAHEAD(2)
        <OVERRIDING>
        (
            <SYSTEM> { overriding = InsertStatement.Overriding.SYSTEM; }
        |
            <USER> { overriding = InsertStatement.Overriding.USER; }
        )
        <VALUE>
    ]
    (
        <DEFAULT_> { source = InsertStatement.defaultRow(getPos()); } <VALUES>
    |
        source = QueryOnly()
        source = LockedQueryOpt(source)
    )
    onConflict = OnConflictOpt()
    returning = ReturningOpt()
    {
        return new InsertStatement(
                s.end(this), table, alias, columns, source, onConflict, returning)
            .overriding(overriding, s.pos());
    }
}

OnConflict OnConflictOpt() :
{
    final Span s;
    SqlNodeList columns = SqlNodeList.EMPTY;
    SqlNode predicate = null;
    SqlIdentifier constraint = null;
    final List<SqlNode> targets = new ArrayList<SqlNode>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
    final SqlNode where;
}
{
    <ON> { s = span(); } <CONFLICT>
    [
        columns = IndexColumns()
        predicate = WhereOpt()
    |
        <ON> <CONSTRAINT> constraint = SimpleIdentifier()
    ]
    <DO>
    (
        <NOTHING> { return OnConflict.doNothing(s.end(this), columns, predicate, constraint); }
    |
        <UPDATE> <SET> AddAssignments(targets, values)
        where = WhereOpt() {
            return OnConflict.doUpdate(
                s.end(this), columns, predicate, constraint,
                new SqlNodeList(targets, Span.of(targets).pos()),
                new SqlNodeList(values, Span.of(values).pos()),
                where);
        }
    )
|
    { return null; }
}

SqlNode UpdateStatement() :
{
    final Span s;
    final SqlIdentifier table;
    final SqlIdentifier alias;
    final List<SqlNode> targets = new ArrayList<SqlNode>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlNode from = null;
    final SqlNode where;
    final SqlNodeList returning;
}
{
    <UPDATE> { s = span(); } table = CompoundIdentifier()
    alias = TableAliasOpt()
    <SET> AddAssignments(targets, values)
    [ <FROM> from = FromClause() ]
    where = WhereOpt()
    returning = ReturningOpt()
    {
        return new UpdateStatement(
            s.end(this), table, alias,
            new SqlNodeList(targets, Span.of(targets).pos()),
            new SqlNodeList(values, Span.of(values).pos()),
            from, where, returning);
    }
}

void AddAssignments(List<SqlNode> targets, List<SqlNode> values) :
{
}
{
    AddAssignment(targets, values)
    ( <COMMA> AddAssignment(targets, values) )*
}

/** Parses {@code a = 1}, or {@code (a, b) = (1, 2)}, which is two assignments. */
void AddAssignment(List<SqlNode> targets, List<SqlNode> values) :
{
    final SqlIdentifier column;
    final SqlNodeList columns;
    final SqlNodeList row;
}
{
    column = SimpleIdentifier() { targets.add(column); }
    <EQ>
    AddExpressionOrDefault(values)
|
    columns = ParenthesizedSimpleIdentifierList()
    <EQ>
    [ <ROW> ]
    row = ParenthesizedQueryOrCommaListWithDefault(ExprContext.ACCEPT_NONCURSOR) {
        values.addAll(UpdateStatement.values(columns, row));
        targets.addAll(columns.getList());
    }
}

void AddExpressionOrDefault(List<SqlNode> list) :
{
    final SqlNode e;
}
{
    AddExpression(list, ExprContext.ACCEPT_SUB_QUERY)
|
    e = Default() { list.add(e); }
}

SqlNode DeleteStatement() :
{
    final Span s;
    final SqlIdentifier table;
    final SqlIdentifier alias;
    SqlNode using = null;
    final SqlNode where;
    final SqlNodeList returning;
}
{
    <DELETE> { s = span(); } <FROM> table = CompoundIdentifier()
    alias = TableAliasOpt()
    [ <USING> using = FromClause() ]
    where = WhereOpt()
    returning = ReturningOpt()
    { return new DeleteStatement(s.end(this), table, alias, using, where, returning); }
}

SqlNode TruncateStatement() :
{
    final Span s;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
    boolean restart = false;
    boolean cascade = false;
}
{
    <TRUNCATE> { s = span(); }
    [ <TABLE> ]
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    [
        <RESTART> <IDENTITY> { restart = true; }
    |
        <CONTINUE> <IDENTITY>
    ]
    [
        <CASCADE> { cascade = true; }
    |
        <RESTRICT>
    ]
    {
        return new TruncateStatement(
            s.end(this), new SqlNodeList(names, Span.of(names).pos()), restart, cascade);
    }
}

SqlNode MergeStatement() :
{
    final Span s;
    final SqlIdentifier table;
    final SqlIdentifier alias;
    final SqlNode source;
    final SqlNode condition;
    final List<SqlNode> clauses = new ArrayList<SqlNode>();
    SqlNode clause;
    final SqlNodeList returning;
}
{
    <MERGE> { s = span(); } <INTO> table = CompoundIdentifier()
    alias = TableAliasOpt()
    <USING> source = TableRef()
    <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
    ( clause = MergeClause() { clauses.add(clause); } )+
    returning = ReturningOpt()
    {
        return new MergeStatement(
            s.end(this), table, alias, source, condition,
            new SqlNodeList(clauses, Span.of(clauses).pos()), returning);
    }
}

SqlNode MergeClause() :
{
    final Span s;
    MergeClause.Rows rows;
    SqlNode condition = null;
    final SqlNode clause;
}
{
    <WHEN> { s = span(); }
    (
        <MATCHED> { rows = MergeClause.Rows.MATCHED; }
        [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <THEN> clause = MergeChange(s, rows, condition)
    |
        <NOT> <MATCHED> { rows = MergeClause.Rows.NOT_MATCHED; }
        [
            <BY>
            (
                <SOURCE> { rows = MergeClause.Rows.NOT_MATCHED_BY_SOURCE; }
            |
                <TARGET>
            )
        ]
        [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <THEN>
        (
            LOOKAHEAD({ rows == MergeClause.Rows.NOT_MATCHED && getToken(1).kind != DO })
            clause = MergeInsert(s, rows, condition)
        |
            clause = MergeChange(s, rows, condition)
        )
    )
    { return clause; }
}

SqlNode MergeChange(Span s, MergeClause.Rows rows, SqlNode condition) :
{
    final List<SqlNode> targets = new ArrayList<SqlNode>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
}
{
    <UPDATE> <SET> AddAssignments(targets, values) {
        return new MergeClause(
            s.end(this), rows, condition, MergeClause.Action.UPDATE,
            new SqlNodeList(targets, Span.of(targets).pos()),
            new SqlNodeList(values, Span.of(values).pos()));
    }
|
    <DELETE> {
        return new MergeClause(
            s.end(this), rows, condition, MergeClause.Action.DELETE, null, null);
    }
|
    <DO> <NOTHING> {
        return new MergeClause(
            s.end(this), rows, condition, MergeClause.Action.NOTHING, null, null);
    }
}

SqlNode MergeInsert(Span s, MergeClause.Rows rows, SqlNode condition) :
{
    SqlNodeList columns = null;
    SqlNodeList values = null;
}
{
    <INSERT>
    [ columns = ParenthesizedSimpleIdentifierList() ]
    (
        <DEFAULT_> <VALUES>
    |
        <VALUES>
        values = ParenthesizedQueryOrCommaListWithDefault(ExprContext.ACCEPT_NONCURSOR)
    )
    {
        return new MergeClause(
            s.end(this), rows, condition, MergeClause.Action.INSERT, columns, values);
    }
}
