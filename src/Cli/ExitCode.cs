namespace GpuFormer.Cli;

/// <summary>What the process returns; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The run failed for a reason that is none of the others.</summary>
    public const int RunError = 1;

    /// <summary>The command line makes no sense: unknown model, missing option, bad number.</summary>
    public const int Usage = 2;

    /// <summary>A model, weights or picture file is missing, damaged or made for something else.</summary>
    public const int BadData = 3;

    public const int OutOfMemory = 4;

    /// <summary>The device stopped answering.</summary>
    public const int DeviceLost = 5;

    /// <summary>Ctrl-C, 128 + SIGINT as shells report it; SIGTERM and SIGHUP too.</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads the results any more, 128 + SIGPIPE as shells report it of other tools.</summary>
    public const int ClosedPipe = 141;
}
