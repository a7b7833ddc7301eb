package org.pydb.jdbc.metadata;

/** The shapes of all answers, as the Javadoc of {@link java.sql.DatabaseMetaData} lists them. */
final class Shapes {

  static final Shape TABLES =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "TABLE_TYPE text",
          "REMARKS text?",
          "TYPE_CAT text?",
          "TYPE_SCHEM text?",
          "TYPE_NAME text?",
          "SELF_REFERENCING_COL_NAME text?",
          "REF_GENERATION text?");

  static final Shape SCHEMAS = Shape.of("TABLE_SCHEM text", "TABLE_CATALOG text?");

  static final Shape CATALOGS = Shape.of("TABLE_CAT text");

  static final Shape TABLE_TYPES = Shape.of("TABLE_TYPE text");

  static final Shape COLUMNS =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "COLUMN_NAME text",
          "DATA_TYPE int",
          "TYPE_NAME text",
          "COLUMN_SIZE int?",
          "BUFFER_LENGTH int?",
          "DECIMAL_DIGITS int?",
          "NUM_PREC_RADIX int?",
          "NULLABLE int",
          "REMARKS text?",
          "COLUMN_DEF text?",
          "SQL_DATA_TYPE int?",
          "SQL_DATETIME_SUB int?",
          "CHAR_OCTET_LENGTH int?",
          "ORDINAL_POSITION int",
          "IS_NULLABLE text",
          "SCOPE_CATALOG text?",
          "SCOPE_SCHEMA text?",
          "SCOPE_TABLE text?",
          "SOURCE_DATA_TYPE short?",
          "IS_AUTOINCREMENT text",
          "IS_GENERATEDCOLUMN text");

  static final Shape PSEUDO_COLUMNS =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "COLUMN_NAME text",
          "DATA_TYPE int",
          "COLUMN_SIZE int?",
          "DECIMAL_DIGITS int?",
          "NUM_PREC_RADIX int?",
          "COLUMN_USAGE text",
          "REMARKS text?",
          "CHAR_OCTET_LENGTH int?",
          "IS_NULLABLE text");

  static final Shape COLUMN_PRIVILEGES =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "COLUMN_NAME text",
          "GRANTOR text?",
          "GRANTEE text",
          "PRIVILEGE text",
          "IS_GRANTABLE text?");

  static final Shape TABLE_PRIVILEGES =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "GRANTOR text?",
          "GRANTEE text",
          "PRIVILEGE text",
          "IS_GRANTABLE text?");

  /** Of row identifiers and of version columns. */
  static final Shape ROW_COLUMNS =
      Shape.of(
          "SCOPE short?",
          "COLUMN_NAME text",
          "DATA_TYPE int",
          "TYPE_NAME text",
          "COLUMN_SIZE int?",
          "BUFFER_LENGTH int?",
          "DECIMAL_DIGITS short?",
          "PSEUDO_COLUMN short");

  static final Shape PRIMARY_KEYS =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "COLUMN_NAME text",
          "KEY_SEQ short",
          "PK_NAME text?");

  /** Of imported, exported and crossing keys. */
  static final Shape FOREIGN_KEYS =
      Shape.of(
          "PKTABLE_CAT text?",
          "PKTABLE_SCHEM text?",
          "PKTABLE_NAME text",
          "PKCOLUMN_NAME text",
          "FKTABLE_CAT text?",
          "FKTABLE_SCHEM text?",
          "FKTABLE_NAME text",
          "FKCOLUMN_NAME text",
          "KEY_SEQ short",
          "UPDATE_RULE short",
          "DELETE_RULE short",
          "FK_NAME text?",
          "PK_NAME text?",
          "DEFERRABILITY short");

  static final Shape INDEXES =
      Shape.of(
          "TABLE_CAT text?",
          "TABLE_SCHEM text?",
          "TABLE_NAME text",
          "NON_UNIQUE boolean",
          "INDEX_QUALIFIER text?",
          "INDEX_NAME text?",
          "TYPE short",
          "ORDINAL_POSITION short",
          "COLUMN_NAME text?",
          "ASC_OR_DESC text?",
          "CARDINALITY long?",
          "PAGES long?",
          "FILTER_CONDITION text?");

  static final Shape TYPES =
      Shape.of(
          "TYPE_NAME text",
          "DATA_TYPE int",
          "PRECISION int?",
          "LITERAL_PREFIX text?",
          "LITERAL_SUFFIX text?",
          "CREATE_PARAMS text?",
          "NULLABLE short",
          "CASE_SENSITIVE boolean",
          "SEARCHABLE short",
          "UNSIGNED_ATTRIBUTE boolean",
          "FIXED_PREC_SCALE boolean",
          "AUTO_INCREMENT boolean",
          "LOCAL_TYPE_NAME text?",
          "MINIMUM_SCALE short",
          "MAXIMUM_SCALE short",
          "SQL_DATA_TYPE int?",
          "SQL_DATETIME_SUB int?",
          "NUM_PREC_RADIX int?");

  static final Shape PROCEDURES =
      Shape.of(
          "PROCEDURE_CAT text?",
          "PROCEDURE_SCHEM text?",
          "PROCEDURE_NAME text",
          "RESERVED1 text?",
          "RESERVED2 text?",
          "RESERVED3 text?",
          "REMARKS text?",
          "PROCEDURE_TYPE short",
          "SPECIFIC_NAME text");

  static final Shape PROCEDURE_COLUMNS =
      Shape.of(
          "PROCEDURE_CAT text?",
          "PROCEDURE_SCHEM text?",
          "PROCEDURE_NAME text",
          "COLUMN_NAME text",
          "COLUMN_TYPE short",
          "DATA_TYPE int",
          "TYPE_NAME text",
          "PRECISION int?",
          "LENGTH int?",
          "SCALE short?",
          "RADIX short?",
          "NULLABLE short",
          "REMARKS text?",
          "COLUMN_DEF text?",
          "SQL_DATA_TYPE int?",
          "SQL_DATETIME_SUB int?",
          "CHAR_OCTET_LENGTH int?",
          "ORDINAL_POSITION int",
          "IS_NULLABLE text",
          "SPECIFIC_NAME text");

  static final Shape FUNCTIONS =
      Shape.of(
          "FUNCTION_CAT text?",
          "FUNCTION_SCHEM text?",
          "FUNCTION_NAME text",
          "REMARKS text?",
          "FUNCTION_TYPE short",
          "SPECIFIC_NAME text");

  static final Shape FUNCTION_COLUMNS =
      Shape.of(
          "FUNCTION_CAT text?",
          "FUNCTION_SCHEM text?",
          "FUNCTION_NAME text",
          "COLUMN_NAME text",
          "COLUMN_TYPE short",
          "DATA_TYPE int",
          "TYPE_NAME text",
          "PRECISION int?",
          "LENGTH int?",
          "SCALE short?",
          "RADIX short?",
          "NULLABLE short",
          "REMARKS text?",
          "CHAR_OCTET_LENGTH int?",
          "ORDINAL_POSITION int",
          "IS_NULLABLE text",
          "SPECIFIC_NAME text");

  static final Shape USER_TYPES =
      Shape.of(
          "TYPE_CAT text?",
          "TYPE_SCHEM text?",
          "TYPE_NAME text",
          "CLASS_NAME text",
          "DATA_TYPE int",
          "REMARKS text?",
          "BASE_TYPE short?");

  static final Shape SUPER_TYPES =
      Shape.of(
          "TYPE_CAT text?",
          "TYPE_SCHEM text?",
          "TYPE_NAME text",
          "SUPERTYPE_CAT text?",
          "SUPERTYPE_SCHEM text?",
          "SUPERTYPE_NAME text");

  static final Shape SUPER_TABLES =
      Shape.of("TABLE_CAT text?", "TABLE_SCHEM text?", "TABLE_NAME text", "SUPERTABLE_NAME text");

  static final Shape ATTRIBUTES =
      Shape.of(
          "TYPE_CAT text?",
          "TYPE_SCHEM text?",
          "TYPE_NAME text",
          "ATTR_NAME text",
          "DATA_TYPE int",
          "ATTR_TYPE_NAME text",
          "ATTR_SIZE int?",
          "DECIMAL_DIGITS int?",
          "NUM_PREC_RADIX int?",
          "NULLABLE int",
          "REMARKS text?",
          "ATTR_DEF text?",
          "SQL_DATA_TYPE int?",
          "SQL_DATETIME_SUB int?",
          "CHAR_OCTET_LENGTH int?",
          "ORDINAL_POSITION int",
          "IS_NULLABLE text",
          "SCOPE_CATALOG text?",
          "SCOPE_SCHEMA text?",
          "SCOPE_TABLE text?",
          "SOURCE_DATA_TYPE short?");

  static final Shape CLIENT_INFO =
      Shape.of("NAME text", "MAX_LEN int", "DEFAULT_VALUE text?", "DESCRIPTION text?");

  private Shapes() {}
}
