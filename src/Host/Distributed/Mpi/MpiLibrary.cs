using System.Text;
using GpuFormer.Devices;

namespace GpuFormer.Distributed.Mpi;

/// <summary>
/// The functions of MPI (MPI: A Message-Passing Interface Standard, version 3.1) that a group is made of, looked up when
/// ranks first meet. The standard fixes no binary interface: handles are addresses of global objects in Open MPI, and
/// numbers in MPICH and its relatives (MPICH ABI Compatibility Initiative), so the library is told apart by
/// <c>MPI_Get_library_version</c>, which may be called before all else.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    // Every MPI process of the standard's C binding runs in one thread here, that of MpiGroup: MPI_THREAD_FUNNELED.
    private const int ThreadFunneled = 1;

    // MPI_MAX_LIBRARY_VERSION_STRING is 256 in Open MPI and 8192 in MPICH.
    private const int LongestVersion = 8192;

    // mpi.h of MPICH 4.0: MPI_COMM_WORLD, MPI_BYTE, MPI_ERRORS_RETURN.
    private const int MpichWorld = 0x44000000;
    private const int MpichByte = 0x4c00010d;
    private const int MpichErrorsReturn = 0x54000001;

    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.40.dylib"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib", "msmpi.dll"];

    private readonly delegate* unmanaged<int*, byte***, int, int*, int> _initThread;
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _send;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> _receive;
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _allGather;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _broadcast;
    private readonly delegate* unmanaged<nint*, int*, nint, int> _test;
    private readonly delegate* unmanaged<int, void*, int*, int*, nint, int> _testSome;
    private readonly delegate* unmanaged<int> _finalize;
    private readonly nint _world;
    private readonly nint _byte;
    private readonly nint _errorsReturn;
    private readonly nint _ignoredStatus;

    private MpiLibrary(DriverLibrary library)
    {
        nint Find(string name) => library.Find(name);

        _initThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Find("MPI_Init_thread");
        _setErrorHandler = (delegate* unmanaged<nint, nint, int>)Find("MPI_Comm_set_errhandler");
        _rank = (delegate* unmanaged<nint, int*, int>)Find("MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Find("MPI_Comm_size");
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Find("MPI_Isend");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Find("MPI_Irecv");
        _allGather =
            (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)Find("MPI_Iallgather");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Find("MPI_Ibcast");
        _test = (delegate* unmanaged<nint*, int*, nint, int>)Find("MPI_Test");
        _testSome = (delegate* unmanaged<int, void*, int*, int*, nint, int>)Find("MPI_Testsome");
        _finalize = (delegate* unmanaged<int>)Find("MPI_Finalize");
        File = library.Name;
        Version = VersionOf((delegate* unmanaged<byte*, int*, int>)Find("MPI_Get_library_version"));
        IsOpenMpi = Version.StartsWith("Open MPI", StringComparison.Ordinal);
        if (IsOpenMpi)
        {
            (_world, _byte) = (Find("ompi_mpi_comm_world"), Find("ompi_mpi_byte"));
            (_errorsReturn, _ignoredStatus) = (Find("ompi_mpi_errors_return"), 0);
        }
        else
        {
            (_world, _byte, _errorsReturn, _ignoredStatus) = (MpichWorld, MpichByte, MpichErrorsReturn, 1);
        }
    }

    /// <summary>The library's file, as it was asked for.</summary>
    public string File { get; }

    /// <summary>What the library says it is: <c>Open MPI v4.1.4</c>, <c>MPICH 4.0.2</c>.</summary>
    public string Version { get; }

    /// <summary>Open MPI, or else one of MPICH's relatives.</summary>
    public bool IsOpenMpi { get; }

    /// <summary>Loads the library that a launcher is of, or the one that the environment names.</summary>
    /// <exception cref="RankSetupException">There is none, or it is not of the launcher.</exception>
    public static MpiLibrary Load(Launcher launcher, string? named)
    {
        string[] files = named is { Length: > 0 } ? [named]
            : launcher.Kind == LauncherKind.OpenMpi ? OpenMpiNames : MpichNames;
        foreach (var file in files)
        {
            if (DriverLibrary.TryLoad(file) is not { } library)
                continue;
            try
            {
                return Fitting(new MpiLibrary(library), launcher);
            }
            catch (EntryPointNotFoundException exception)
            {
                throw new RankSetupException($"{file} is no MPI library of version 3: {exception.Message}");
            }
        }

        var package = launcher.Kind == LauncherKind.OpenMpi ? "libopenmpi3" : "libmpich12";
        throw new RankSetupException($"{launcher.Name} started {launcher.Size} ranks, but there is no MPI library: "
            + $"{string.Join(" and ", files)} cannot be loaded. Install it (Debian: {package}), or name its file in "
            + $"{RankGroups.LibraryVariable}.");
    }

    /// <summary>Starts MPI; returns when all ranks have.</summary>
    public void Initialise()
    {
        int provided;
        Check(_initThread(null, null, ThreadFunneled, &provided), "MPI_Init_thread");
        // Else the library ends the process at the first error, without a word of ours.
        Check(_setErrorHandler(_world, _errorsReturn), "MPI_Comm_set_errhandler");
    }

    /// <summary>This process, from 0.</summary>
    public int Rank()
    {
        int rank;
        Check(_rank(_world, &rank), "MPI_Comm_rank");
        return rank;
    }

    /// <summary>How many processes the library knows.</summary>
    public int Size()
    {
        int size;
        Check(_size(_world, &size), "MPI_Comm_size");
        return size;
    }

    public nint Send(nint address, int bytes, int rank, int tag)
    {
        nint request = 0;
        Check(_send((void*)address, bytes, _byte, rank, tag, _world, &request), "MPI_Isend");
        return request;
    }

    public nint Receive(nint address, int bytes, int rank, int tag)
    {
        nint request = 0;
        Check(_receive((void*)address, bytes, _byte, rank, tag, _world, &request), "MPI_Irecv");
        return request;
    }

    public nint AllGather(nint own, nint all, int bytes)
    {
        nint request = 0;
        Check(_allGather((void*)own, bytes, _byte, (void*)all, bytes, _byte, _world, &request), "MPI_Iallgather");
        return request;
    }

    public nint Broadcast(nint address, int bytes, int root)
    {
        nint request = 0;
        Check(_broadcast((void*)address, bytes, _byte, root, _world, &request), "MPI_Ibcast");
        return request;
    }

    /// <summary>Whether a request is complete; lets the library work on all of them.</summary>
    public bool Test(ref nint request)
    {
        int done;
        fixed (nint* address = &request)
            Check(_test(address, &done, _ignoredStatus), "MPI_Test");
        return done != 0;
    }

    /// <summary>Which of some requests are complete; lets the library work on all of them, once.</summary>
    /// <param name="requests">One or more that are not known to be complete; overwritten.</param>
    /// <param name="completed">As long; receives their places.</param>
    /// <returns>How many are complete.</returns>
    public int TestSome(Span<nint> requests, Span<int> completed)
    {
        int count;
        fixed (nint* address = requests)
        fixed (int* places = completed)
        {
            // MPICH's handles are ints, and so is what it takes an array of.
            if (!IsOpenMpi)
            {
                for (var i = 0; i < requests.Length; i++)
                    ((int*)address)[i] = (int)requests[i];
            }

            Check(_testSome(requests.Length, address, &count, places, _ignoredStatus), "MPI_Testsome");
        }

        return Math.Max(count, 0);
    }

    /// <summary>Ends MPI; returns when all ranks are there.</summary>
    public void End() => _finalize();

    // A library of another family than the launcher's does not find the other ranks: every process would be alone, and
    // all of them would write the same run.
    private static MpiLibrary Fitting(MpiLibrary library, Launcher launcher)
    {
        var fits = launcher.Kind switch
        {
            LauncherKind.OpenMpi => library.IsOpenMpi,
            _ => !library.IsOpenMpi,
        };
        return fits
            ? library
            : throw new RankSetupException($"{launcher.Name} started this rank, but {library.File} is "
                + $"{library.Version}: ranks of two MPI libraries do not find each other. Use the mpirun of that library "
                + $"(Debian: mpirun.openmpi, mpirun.mpich), or unset {RankGroups.LibraryVariable}.");
    }

    private static string VersionOf(delegate* unmanaged<byte*, int*, int> get)
    {
        var text = stackalloc byte[LongestVersion];
        int length;
        Check(get(text, &length), "MPI_Get_library_version");
        var whole = Encoding.UTF8.GetString(text, Math.Clamp(length, 0, LongestVersion)).TrimEnd('\0');
        var line = whole.Split('\n')[0];
        // "Open MPI v4.1.4, package: ...", "MPICH Version:\t4.0.2".
        var words = line.Split(',')[0].Replace("Version:", "", StringComparison.Ordinal)
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words);
    }

    private static void Check(int code, string function)
    {
        if (code != 0)
            throw new RankFailedException($"{function} failed with error {code}: another rank may have ended.");
    }
}
