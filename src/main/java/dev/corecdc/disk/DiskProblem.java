package dev.corecdc.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words what failed on the disk. */
public final class DiskProblem {

    private DiskProblem() {}

    /** What an exception means; many of the platform's carry it in their type and only a path in their message. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " is not there";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return ((FileSystemException) e).getFile() + " is a file and not a folder";
        }
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
