/** Tests of the shell: transcripts above all. */
package org.pydb.shell;
