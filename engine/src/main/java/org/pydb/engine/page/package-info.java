/**
 * What a page is: 8 KB with a header that proves whose bytes they are. Reads and writes whole pages
 * of one file and checks every one of them.
 *
 * <p>Reading order: {@link org.pydb.engine.page.PageLayout}, {@link org.pydb.engine.page.PageFile},
 * then the two special pages {@link org.pydb.engine.page.FileHeader} and {@link
 * org.pydb.engine.page.Meta}.
 */
@NullMarked
package org.pydb.engine.page;

import org.jspecify.annotations.NullMarked;
