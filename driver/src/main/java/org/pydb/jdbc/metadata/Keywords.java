package org.pydb.jdbc.metadata;

/** Words that name nothing unless they are quoted, though SQL:2003 does not reserve them. */
final class Keywords {

  /** As JDBC wants them: in one text, with commas between. */
  static final String OWN =
      "ANALYZE,ASOF,BIT,CLASSIFIER,CONCURRENTLY,CURRENT_CATALOG,CURRENT_ROW,CURRENT_SCHEMA,"
          + "DO,EXTEND,JSON_ARRAY,JSON_ARRAYAGG,JSON_EXISTS,JSON_OBJECT,JSON_OBJECTAGG,"
          + "JSON_QUERY,JSON_SCOPE,JSON_VALUE,LIMIT,MATCH_CONDITION,MATCH_RECOGNIZE,MINUS,OFFSET,"
          + "PERMUTE,QUALIFY,RESET,RETURNING,SAFE_CAST,SAFE_OFFSET,SAFE_ORDINAL,TINYINT,TRY_CAST,"
          + "UNSIGNED,UPSERT,VARBINARY,VARIANT,VERBOSE";

  private Keywords() {}
}
