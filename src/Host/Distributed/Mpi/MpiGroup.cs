using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpuFormer.Distributed.Mpi;

/// <summary>
/// A group over MPI. One thread makes all calls of the library; callers leave their transfers with it and wait. It never
/// blocks within the library, so that it also watches the others: each rank tells the next one once a second that it is
/// there, and hears it from the one before. Who hears nothing for <see cref="RankWatch.Patience"/> says so, and the word
/// goes round.
/// </summary>
internal sealed unsafe class MpiGroup : IRankGroup
{
    // A call of the standard takes an int; larger broadcasts go in parts.
    private const int LargestPart = 64 << 20;

    // How long the thread asks again and again before it begins to sleep between two questions: within a slice that is
    // on its way the answer comes soon, and a rank that waits for a slower one must leave it the processor.
    private static readonly TimeSpan Eagerness = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan IdleTurn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookTurn = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly MpiLibrary _library;
    private readonly Launcher _launcher;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Queue<Transfer> _posted = [];
    private readonly List<Transfer> _active = [];
    private nint[] _requests = [];
    private int[] _completed = [];

    // Under the gate.
    private int _unfinished;
    private bool _joined;
    private bool _leaving;
    private Exception? _failure;
    private RankFailedException? _own;

    // Memory of blocking calls: a transfer that fails must not write into what the caller has let go.
    private nint _buffer;
    private int _bufferBytes;

    private MpiGroup(MpiLibrary library, Launcher launcher)
    {
        (_library, _launcher) = (library, launcher);
        _thread = new Thread(Work) { IsBackground = true, Name = "GpuFormer MPI" };
        _thread.Start();
        lock (_gate)
        {
            while (!_joined && _failure is null)
                Monitor.Wait(_gate);
            if (_failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }

    public int Rank { get; private set; }

    public int Size { get; private set; }

    public int LocalRank { get; private set; }

    public string Engine => _library.Version;

    /// <summary>Loads the library of a launcher and meets the other ranks.</summary>
    /// <exception cref="RankSetupException">There is no library, or not the right one.</exception>
    public static MpiGroup Join(Launcher launcher)
    {
        // .NET turns faults of managed code into exceptions by signal handlers, which these libraries would replace, UCX
        // as soon as it is loaded.
        NativeEnvironment.SetDefault("UCX_ERROR_SIGNALS", "");
        NativeEnvironment.SetDefault("UCX_WARN_UNUSED_ENV_VARS", "n");
        NativeEnvironment.SetDefault("OMPI_MCA_opal_signal", "");
        // The thread of a group knows when to leave the processor to others.
        NativeEnvironment.SetDefault("OMPI_MCA_mpi_yield_when_idle", "0");
        var library = MpiLibrary.Load(launcher, Environment.GetEnvironmentVariable(RankGroups.LibraryVariable));
        if (launcher.Kind == LauncherKind.Variables)
            PmiRendezvous.Begin(launcher);
        var group = new MpiGroup(library, launcher);
        try
        {
            group.FindNeighbours();
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        if (all.Length != (long)own.Length * Size)
            throw new ArgumentException($"{Size} ranks give {(long)own.Length * Size} bytes, not {all.Length}.");
        if (own.IsEmpty)
            return;
        var buffer = Buffer(checked(own.Length + all.Length));
        own.CopyTo(new Span<byte>((void*)buffer, own.Length));
        Post(new Transfer(TransferKind.AllGather, 0, 0, buffer, own.Length, buffer + own.Length));
        Complete();
        new ReadOnlySpan<byte>((void*)(buffer + own.Length), all.Length).CopyTo(all);
    }

    public void Broadcast(Span<byte> bytes, int root)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(LargestPart, bytes.Length)..])
        {
            var part = bytes[..Math.Min(LargestPart, bytes.Length)];
            var buffer = Buffer(part.Length);
            part.CopyTo(new Span<byte>((void*)buffer, part.Length));
            Post(new Transfer(TransferKind.Broadcast, root, 0, buffer, part.Length, 0));
            Complete();
            new ReadOnlySpan<byte>((void*)buffer, part.Length).CopyTo(part);
        }
    }

    public void Send(int rank, int tag, nint address, int bytes) =>
        Post(new Transfer(TransferKind.Send, rank, tag, address, bytes, 0));

    public void Receive(int rank, int tag, nint address, int bytes) =>
        Post(new Transfer(TransferKind.Receive, rank, tag, address, bytes, 0));

    public void Complete()
    {
        lock (_gate)
        {
            while (_unfinished > 0 && _failure is null)
                Monitor.Wait(_gate);
            ThrowIfFailed();
        }
    }

    public void Fail(string message, int exitCode)
    {
        lock (_gate)
        {
            if (_failure is not null)
                return;
            _own = new RankFailedException(message, exitCode);
            _failure = _own;
            Monitor.PulseAll(_gate);
        }

        _wake.Set();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_leaving)
                return;
            _leaving = true;
        }

        _wake.Set();
        // A library that waits for a rank that is gone would wait for ever; the process ends without it then.
        if (!_thread.Join(LongestFarewell))
            return;
        NativeMemory.Free((void*)_buffer);
        _buffer = 0;
        _wake.Dispose();
    }

    private nint Buffer(int bytes)
    {
        lock (_gate)
            ThrowIfFailed();
        if (bytes > _bufferBytes)
        {
            _buffer = (nint)NativeMemory.Realloc((void*)_buffer, (nuint)bytes);
            _bufferBytes = bytes;
        }

        return _buffer;
    }

    private void Post(Transfer transfer)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            ObjectDisposedException.ThrowIf(_leaving, this);
            _posted.Enqueue(transfer);
            _unfinished++;
        }

        _wake.Set();
    }

    // A new exception each time: one that was thrown carries the place of the first throw.
    private void ThrowIfFailed()
    {
        if (_failure is RankFailedException failed)
            throw new RankFailedException(failed.Message, failed.ExitCode);
        if (_failure is not null)
            throw new RankFailedException($"{_library.Version}: {_failure.Message}");
    }

    private void FindNeighbours()
    {
        if (_launcher.LocalRank is { } localRank)
        {
            LocalRank = localRank;
            return;
        }

        var machines = this.GatherTexts(Environment.MachineName);
        LocalRank = machines.Take(Rank).Count(machine => machine == machines[Rank]);
    }

    private void Work()
    {
        try
        {
            Start();
            using var watch = new RankWatch(_library, Rank, Size);
            Turn(watch);
            if (watch.IsWhole)
                _library.End();
        }
        catch (Exception exception)
        {
            Broken(exception);
        }
    }

    private void Start()
    {
        _library.Initialise();
        (Rank, Size) = (_library.Rank(), _library.Size());
        if (Size != _launcher.Size || Rank != _launcher.Rank)
        {
            throw new RankSetupException($"{_launcher.Name} started rank {_launcher.Rank} of {_launcher.Size}, but "
                + $"{_library.Version} knows this process as rank {Rank} of {Size}: they do not belong together. Use the "
                + "mpirun of that library.");
        }

        lock (_gate)
        {
            _joined = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Turn(RankWatch watch)
    {
        var lastProgress = Stopwatch.GetTimestamp();
        var lastLook = 0L;
        while (true)
        {
            bool leaving;
            RankFailedException? own;
            lock (_gate)
            {
                while (_failure is null && _posted.TryDequeue(out var transfer))
                    _active.Add(transfer);
                (leaving, own) = (_leaving, _own);
            }

            if (own is not null)
                watch.Tell(own);
            var progress = Advance();
            if (leaving || own is not null || Stopwatch.GetElapsedTime(lastLook) > LookTurn)
            {
                lastLook = Stopwatch.GetTimestamp();
                if (watch.Look() is { } failure)
                    Broken(failure);
            }

            if (leaving && watch.Leave(hasFailed: _failure is not null))
                return;
            if (_active.Count == 0 || _failure is not null)
            {
                _wake.WaitOne(leaving || _failure is not null ? TimeSpan.FromMilliseconds(1) : IdleTurn);
                lastProgress = Stopwatch.GetTimestamp();
            }
            else if (progress)
                lastProgress = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(lastProgress) < Eagerness)
                Thread.Yield();
            else
                _wake.WaitOne(1);
        }
    }

    // True if anything was completed. One call for all transfers: each lets the library look at everything that is under
    // way, and may give the processor away.
    private bool Advance()
    {
        if (_failure is not null || _active.Count == 0)
            return false;
        if (_requests.Length < _active.Count)
            (_requests, _completed) = (new nint[2 * _active.Count], new int[2 * _active.Count]);
        for (var i = 0; i < _active.Count; i++)
        {
            if (!_active[i].IsBegun)
                Begin(_active[i]);
            _requests[i] = _active[i].Request;
        }

        var finished = _library.TestSome(_requests.AsSpan(0, _active.Count), _completed);
        if (finished == 0)
            return false;
        for (var i = 0; i < finished; i++)
            _active[_completed[i]].IsDone = true;
        _active.RemoveAll(transfer => transfer.IsDone);
        lock (_gate)
        {
            _unfinished -= finished;
            if (_unfinished == 0)
                Monitor.PulseAll(_gate);
        }

        return true;
    }

    private void Begin(Transfer transfer)
    {
        transfer.IsBegun = true;
        transfer.Request = transfer.Kind switch
        {
            TransferKind.Send => _library.Send(transfer.Address, transfer.Bytes, transfer.Rank, transfer.Tag),
            TransferKind.Receive => _library.Receive(transfer.Address, transfer.Bytes, transfer.Rank, transfer.Tag),
            TransferKind.AllGather => _library.AllGather(transfer.Address, transfer.All, transfer.Bytes),
            TransferKind.Broadcast => _library.Broadcast(transfer.Address, transfer.Bytes, transfer.Rank),
        };
    }

    private void Broken(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            Monitor.PulseAll(_gate);
        }
    }

    private enum TransferKind
    {
        Send,
        Receive,
        AllGather,
        Broadcast,
    }

    private sealed class Transfer(TransferKind kind, int rank, int tag, nint address, int bytes, nint all)
    {
        public nint Request;
        public bool IsBegun;
        public bool IsDone;

        public TransferKind Kind => kind;

        public int Rank => rank;

        public int Tag => tag;

        public nint Address => address;

        public int Bytes => bytes;

        public nint All => all;
    }
}
