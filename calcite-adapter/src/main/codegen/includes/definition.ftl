<#-- CREATE and DROP. -->

boolean IfNotExistsOpt() :
{
}
{
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExistsOpt() :
{
}
{
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

SqlNode CreateTableStatement() :
{
    final Span s;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<SqlNode> elements = new ArrayList<SqlNode>();
    final Span elementSpan;
}
{
    <CREATE> { s = span(); } <TABLE>
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    <LPAREN> { elementSpan = span(); }
    AddTableElement(elements)
    ( <COMMA> AddTableElement(elements) )*
    <RPAREN> {
        return new CreateTable(
            s.end(this), ifNotExists, name, new SqlNodeList(elements, elementSpan.end(this)));
    }
}

/** Parses a column, or a constraint on several. */
void AddTableElement(List<SqlNode> list) :
{
    final SqlNode element;
}
{
    (
        element = ColumnDeclaration()
    |
        element = TableConstraint()
    )
    { list.add(element); }
}

SqlNode ColumnDeclaration() :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final List<SqlNode> constraints = new ArrayList<SqlNode>();
    SqlNode constraint;
}
{
    name = SimpleIdentifier()
    type = DataType()
    (
        constraint = ColumnConstraint() { constraints.add(constraint); }
    )*
    {
        return new ColumnDeclaration(
            Span.of(name).end(this), name, type, new SqlNodeList(constraints, getPos()));
    }
}

SqlIdentifier ConstraintNameOpt(Span s) :
{
    final SqlIdentifier name;
}
{
    <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() { return name; }
|
    { return null; }
}

/** Parses what follows the type of a column. */
SqlNode ColumnConstraint() :
{
    final Span s = Span.of();
    final SqlIdentifier name;
    final SqlNode e;
    final boolean always;
    final SqlNode constraint;
}
{
    name = ConstraintNameOpt(s)
    (
        <NOT> { s.add(this); } <NULL> {
            return new NullabilityDeclaration(s.end(this), name, false);
        }
    |
        <NULL> { return new NullabilityDeclaration(s.end(this), name, true); }
    |
        <DEFAULT_> { s.add(this); } e = Expression(ExprContext.ACCEPT_SUB_QUERY) {
            return new DefaultDeclaration(s.end(this), name, e);
        }
    |
        <GENERATED> { s.add(this); }
        (
            <ALWAYS> { always = true; }
        |
            <BY> <DEFAULT_> { always = false; }
        )
        <AS> <IDENTITY> { return new IdentityDeclaration(s.end(this), name, always); }
    |
        <PRIMARY> { s.add(this); } <KEY> {
            return new KeyDeclaration(s.end(this), name, true, SqlNodeList.EMPTY);
        }
    |
        <UNIQUE> { return new KeyDeclaration(s.end(this), name, false, SqlNodeList.EMPTY); }
    |
        constraint = CheckConstraint(s, name) { return constraint; }
    |
        constraint = Reference(s, name, SqlNodeList.EMPTY) { return constraint; }
    )
}

/** Parses a constraint that names its columns. */
SqlNode TableConstraint() :
{
    final Span s = Span.of();
    final SqlIdentifier name;
    final SqlNodeList columns;
    final SqlNode constraint;
}
{
    name = ConstraintNameOpt(s)
    (
        <PRIMARY> { s.add(this); } <KEY> columns = ParenthesizedSimpleIdentifierList() {
            return new KeyDeclaration(s.end(this), name, true, columns);
        }
    |
        <UNIQUE> { s.add(this); } columns = ParenthesizedSimpleIdentifierList() {
            return new KeyDeclaration(s.end(this), name, false, columns);
        }
    |
        constraint = CheckConstraint(s, name) { return constraint; }
    |
        <FOREIGN> { s.add(this); } <KEY> columns = ParenthesizedSimpleIdentifierList()
        constraint = Reference(s, name, columns) { return constraint; }
    )
}

SqlNode CheckConstraint(Span s, SqlIdentifier name) :
{
    final SqlNode condition;
}
{
    <CHECK> { s.add(this); }
    <LPAREN> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN> {
        return new CheckDeclaration(s.end(this), name, condition);
    }
}

/** Parses REFERENCES and what follows it. */
SqlNode Reference(Span s, SqlIdentifier name, SqlNodeList columns) :
{
    final SqlIdentifier table;
    final SqlNodeList referencedColumns;
    ReferentialAction onDelete = ReferentialAction.NO_ACTION;
    ReferentialAction onUpdate = ReferentialAction.NO_ACTION;
}
{
    <REFERENCES> { s.add(this); }
    table = CompoundIdentifier()
    (
        referencedColumns = ParenthesizedSimpleIdentifierList()
    |   { referencedColumns = SqlNodeList.EMPTY; }
    )
    (
        <ON>
        (
            <DELETE> onDelete = ReferentialAction()
        |
            <UPDATE> onUpdate = ReferentialAction()
        )
    )*
    {
        return new ForeignKeyDeclaration(
            s.end(this), name, columns, table, referencedColumns, onDelete, onUpdate);
    }
}

ReferentialAction ReferentialAction() :
{
}
{
    <NO> <ACTION> { return ReferentialAction.NO_ACTION; }
|
    <RESTRICT> { return ReferentialAction.RESTRICT; }
|
    <CASCADE> { return ReferentialAction.CASCADE; }
|
    <SET>
    (
        <NULL> { return ReferentialAction.SET_NULL; }
    |
        <DEFAULT_> { return ReferentialAction.SET_DEFAULT; }
    )
}

SqlNode CreateIndexStatement() :
{
    final Span s;
    boolean unique = false;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlIdentifier table;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    final Span columnSpan;
}
{
    <CREATE> { s = span(); }
    [ <UNIQUE> { unique = true; } ]
    <INDEX>
    ifNotExists = IfNotExistsOpt()
    (
        name = CompoundIdentifier()
    |   { name = null; }
    )
    <ON> table = CompoundIdentifier()
    <LPAREN> { columnSpan = span(); }
    AddIndexColumn(columns)
    ( <COMMA> AddIndexColumn(columns) )*
    <RPAREN> {
        return new CreateIndex(
            s.end(this), unique, ifNotExists, name, table,
            new SqlNodeList(columns, columnSpan.end(this)));
    }
}

void AddIndexColumn(List<SqlNode> list) :
{
    final SqlIdentifier name;
    boolean descending = false;
    final boolean nullsFirst;
}
{
    name = SimpleIdentifier()
    [
        <ASC>
    |
        <DESC> { descending = true; }
    ]
    (
        <NULLS>
        (
            <FIRST> { nullsFirst = true; }
        |
            <LAST> { nullsFirst = false; }
        )
    |   { nullsFirst = descending; }
    )
    { list.add(new IndexColumn(Span.of(name).end(this), name, descending, nullsFirst)); }
}

SqlNode DropStatement() :
{
    final Span s;
    final DropStatement.Target target;
    final boolean ifExists;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
    boolean cascade = false;
}
{
    <DROP> { s = span(); }
    (
        <TABLE> { target = DropStatement.Target.TABLE; }
    |
        <INDEX> { target = DropStatement.Target.INDEX; }
    )
    ifExists = IfExistsOpt()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    [
        <CASCADE> { cascade = true; }
    |
        <RESTRICT>
    ]
    {
        return new DropStatement(
            s.end(this), target, ifExists, new SqlNodeList(names, Span.of(names).pos()), cascade);
    }
}
