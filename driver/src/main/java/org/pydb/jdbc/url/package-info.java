/**
 * What a URL and its properties say. Reading order: {@link org.pydb.jdbc.url.DatabaseUrl}, {@link
 * org.pydb.jdbc.url.ConnectionProperty}.
 */
@NullMarked
package org.pydb.jdbc.url;

import org.jspecify.annotations.NullMarked;
