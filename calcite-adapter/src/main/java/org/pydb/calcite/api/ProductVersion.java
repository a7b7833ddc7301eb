package org.pydb.calcite.api;

/** Which version of pydb this is. */
public final class ProductVersion {

  /** The name of the product. */
  public static final String PRODUCT = "pydb";

  /** The major version. */
  public static final int MAJOR = 0;

  /** The minor version. */
  public static final int MINOR = 1;

  /** The version as text. */
  public static final String TEXT = MAJOR + "." + MINOR;

  /** Product and version, as {@code version()} gives them. */
  public static final String DESCRIPTION = PRODUCT + " " + TEXT;

  private ProductVersion() {}
}
