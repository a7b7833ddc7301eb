/** What a connection says of its database. Read {@link org.pydb.jdbc.metadata.MetaDataSource}. */
@NullMarked
package org.pydb.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
