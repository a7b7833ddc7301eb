package org.pydb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import org.pydb.jdbc.version.Version;
import org.pydb.jdbc.wrapper.Unwrappable;

/** What pydb is called, which version it is, and the words of its language. */
abstract class Product implements DatabaseMetaData, Unwrappable {
  final MetaDataSource source;

  Product(MetaDataSource source) {
    this.source = source;
  }

  // ------------------------------------------------------------------ names and versions

  @Override
  public String getDatabaseProductName() {
    return Version.PRODUCT;
  }

  @Override
  public String getDatabaseProductVersion() {
    return Version.TEXT;
  }

  @Override
  public int getDatabaseMajorVersion() {
    return Version.MAJOR;
  }

  @Override
  public int getDatabaseMinorVersion() {
    return Version.MINOR;
  }

  @Override
  public String getDriverName() {
    return Version.PRODUCT;
  }

  @Override
  public String getDriverVersion() {
    return Version.TEXT;
  }

  @Override
  public int getDriverMajorVersion() {
    return Version.MAJOR;
  }

  @Override
  public int getDriverMinorVersion() {
    return Version.MINOR;
  }

  @Override
  public int getJDBCMajorVersion() {
    return 4;
  }

  @Override
  public int getJDBCMinorVersion() {
    return 3;
  }

  @Override
  public String getURL() {
    return source.url();
  }

  @Override
  public String getUserName() {
    return source.user();
  }

  @Override
  public boolean isReadOnly() {
    return source.readOnly();
  }

  @Override
  public boolean usesLocalFiles() {
    return !source.url().startsWith("jdbc:pydb:mem:");
  }

  @Override
  public boolean usesLocalFilePerTable() {
    return false;
  }

  // ------------------------------------------------------------------ words

  @Override
  public String getIdentifierQuoteString() {
    return "\"";
  }

  @Override
  public String getSearchStringEscape() {
    return String.valueOf(NamePattern.ESCAPE);
  }

  @Override
  public String getExtraNameCharacters() {
    return "$";
  }

  @Override
  public String getSQLKeywords() {
    return Keywords.OWN;
  }

  @Override
  public String getNumericFunctions() {
    return Functions.NUMERIC;
  }

  @Override
  public String getStringFunctions() {
    return Functions.STRING;
  }

  @Override
  public String getTimeDateFunctions() {
    return Functions.TIME_DATE;
  }

  @Override
  public String getSystemFunctions() {
    return Functions.SYSTEM;
  }

  @Override
  public String getSchemaTerm() {
    return "schema";
  }

  @Override
  public String getProcedureTerm() {
    return "procedure";
  }

  @Override
  public String getCatalogTerm() {
    return "catalog";
  }

  @Override
  public boolean isCatalogAtStart() {
    return true;
  }

  @Override
  public String getCatalogSeparator() {
    return ".";
  }

  // ------------------------------------------------------------------ letter case of names

  @Override
  public boolean supportsMixedCaseIdentifiers() {
    return false;
  }

  @Override
  public boolean storesUpperCaseIdentifiers() {
    return false;
  }

  @Override
  public boolean storesLowerCaseIdentifiers() {
    return true;
  }

  @Override
  public boolean storesMixedCaseIdentifiers() {
    return false;
  }

  @Override
  public boolean supportsMixedCaseQuotedIdentifiers() {
    return true;
  }

  @Override
  public boolean storesUpperCaseQuotedIdentifiers() {
    return false;
  }

  @Override
  public boolean storesLowerCaseQuotedIdentifiers() {
    return false;
  }

  /** JDBC means: and compares them without regard to case. */
  @Override
  public boolean storesMixedCaseQuotedIdentifiers() {
    return false;
  }
}
