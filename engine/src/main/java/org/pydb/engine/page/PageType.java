package org.pydb.engine.page;

import org.jspecify.annotations.Nullable;

/** What a page holds. The codes stand in files and never change. */
public enum PageType {
  /** One of the two pages that say where the newest checkpoint is. */
  META(1),
  /** A leaf of a B+tree: keys and values. */
  LEAF(2),
  /** An interior node of a B+tree: separators and children. */
  INTERIOR(3),
  /** A link of the chain that holds a large key or value. */
  OVERFLOW(4),
  /** A stretch of the map of free pages. */
  FREE_MAP(5),
  /** A link of the list of free map pages. */
  FREE_MAP_DIRECTORY(6);

  private static final @Nullable PageType[] BY_CODE = new PageType[7];

  static {
    for (PageType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  PageType(int code) {
    this.code = code;
  }

  /** The number that stands for this type in a file. */
  public int code() {
    return code;
  }

  /** The type with this code, or null. */
  public static @Nullable PageType ofCode(int code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
