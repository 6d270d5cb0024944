/** Methods of Spring beans as targets: {@link dev.corecdc.target.listener.CdcListener} marks them. */
@NullMarked
package dev.corecdc.target.listener;

import org.jspecify.annotations.NullMarked;
