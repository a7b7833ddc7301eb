package org.pydb.jdbc.version;

/** Which version this is. */
public final class Version {

  /** The name of the product. */
  public static final String PRODUCT = "pydb";

  /** The major version. */
  public static final int MAJOR = 0;

  /** The minor version. */
  public static final int MINOR = 1;

  /** The version as text. */
  public static final String TEXT = MAJOR + "." + MINOR;

  private Version() {}
}
