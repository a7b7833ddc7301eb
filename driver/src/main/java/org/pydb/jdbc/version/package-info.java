/** What this product is called, and which version it is. */
@NullMarked
package org.pydb.jdbc.version;

import org.jspecify.annotations.NullMarked;
