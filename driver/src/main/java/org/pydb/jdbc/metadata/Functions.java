package org.pydb.jdbc.metadata;

/**
 * The functions that JDBC defines and pydb has, to be written <code>{fn NAME(…)}</code>. SQL has
 * more; JDBC asks for these only.
 */
final class Functions {

  static final String NUMERIC =
      "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,RADIANS,"
          + "ROUND,SIGN,SIN,SQRT,TAN,TRUNCATE";

  static final String STRING =
      "ASCII,CHAR,CHAR_LENGTH,CHARACTER_LENGTH,CONCAT,INSERT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,"
          + "OCTET_LENGTH,POSITION,REPEAT,REPLACE,RIGHT,RTRIM,SPACE,SUBSTRING,UCASE";

  static final String TIME_DATE =
      "CURDATE,CURRENT_DATE,CURRENT_TIME,CURRENT_TIMESTAMP,CURTIME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,"
          + "EXTRACT,HOUR,MINUTE,MONTH,NOW,QUARTER,SECOND,TIMESTAMPADD,WEEK,YEAR";

  static final String SYSTEM = "IFNULL";

  private Functions() {}
}
