using GpuFormer.Files;

namespace GpuFormer.Cli;

/// <summary>Keeps a command from writing over what it reads, and from names that mislead.</summary>
internal static class OutputFiles
{
    /// <summary>Refuses a file to write that is one of those to read, or of those that are written beside it, or no
    /// regular file: before any work is done for it.</summary>
    /// <param name="target">The file to write.</param>
    /// <param name="others">What the others are called, and where they are; null for those that are not named.</param>
    /// <exception cref="UsageException">It is one of them, whatever links lead there; or it is a folder, a pipe, a
    /// socket or a device.</exception>
    public static void RequireDistinct(string target, params ReadOnlySpan<(string Name, string? Path)> others)
    {
        var real = RealPath(target);
        foreach (var (name, path) in others)
        {
            if (path is not null && RealPath(path) == real)
                throw new UsageException($"'{target}' is the file of {name} itself; name another file to write.");
        }

        try
        {
            RegularFile.RequireReplaceable(target);
        }
        catch (NotRegularFileException refusal)
        {
            throw new UsageException($"'{target}' {refusal.Problem}; name a file to write.");
        }
    }

    /// <summary>Refuses a file to write whose name does not say that it is safetensors.</summary>
    /// <exception cref="UsageException">It ends otherwise.</exception>
    public static void RequireSafetensors(string target)
    {
        if (!target.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"'{target}' must end in .safetensors, the one format that is written.");
    }

    /// <summary>The full path, all links on the way replaced by where they lead.</summary>
    public static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var name in full[real.Length..].Split(
            Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Join(real, name);
            try
            {
                if (File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target)
                    real = target.FullName;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What is not there is no link.
            }
        }

        return real;
    }
}
