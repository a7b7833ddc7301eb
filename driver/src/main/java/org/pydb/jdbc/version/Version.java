package org.pydb.jdbc.version;

import org.pydb.calcite.api.ProductVersion;

/** Which version this is. */
public final class Version {

  /** The name of the product. */
  public static final String PRODUCT = ProductVersion.PRODUCT;

  /** The major version. */
  public static final int MAJOR = ProductVersion.MAJOR;

  /** The minor version. */
  public static final int MINOR = ProductVersion.MINOR;

  /** The version as text. */
  public static final String TEXT = ProductVersion.TEXT;

  private Version() {}
}
