using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Distributed.Mpi;

/// <summary>
/// Who is still there: messages in a ring, from each rank to the next. A beat once a second; the word that a rank gave up,
/// which every rank passes on; and a farewell. Belongs to the thread of <see cref="MpiGroup"/>.
/// </summary>
internal sealed unsafe class RankWatch : IDisposable
{
    /// <summary>A rank that is silent for so long is taken for dead.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // After a failure nobody waits longer for the others than this.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // Tags of slices are lower.
    private const int WatchTag = 32000;
    private const int MessageBytes = 2048;
    private const int HeaderBytes = 13;

    private readonly MpiLibrary _library;
    private readonly int _rank;
    private readonly int _size;
    private readonly nint _incoming;
    private readonly nint _outgoing;
    private readonly byte[] _next = new byte[MessageBytes];
    private nint _receiving;
    private nint _sending;
    private bool _isSending;
    private bool _hasNext;
    private bool _isReceiving;
    private bool _heardFarewell;
    private bool _saidFarewell;
    private bool _hasTold;
    private long _lastHeard;
    private long _lastBeat;
    private long _leavingSince;

    public RankWatch(MpiLibrary library, int rank, int size)
    {
        (_library, _rank, _size) = (library, rank, size);
        _incoming = (nint)NativeMemory.AllocZeroed(MessageBytes);
        _outgoing = (nint)NativeMemory.AllocZeroed(MessageBytes);
        _lastHeard = _lastBeat = Stopwatch.GetTimestamp();
        Listen();
    }

    private enum Word : byte
    {
        Beat,
        Failure,
        Farewell,
    }

    private int Before => (_rank + _size - 1) % _size;

    private int After => (_rank + 1) % _size;

    /// <summary>Whether nothing is under way and all said farewell, so that MPI can end.</summary>
    public bool IsWhole => _heardFarewell && _saidFarewell && !_isSending && !_hasNext;

    /// <summary>Sends and receives what is due.</summary>
    /// <returns>The failure that was heard of or noticed, or null.</returns>
    public RankFailedException? Look()
    {
        if (_isSending && _library.Test(ref _sending))
            _isSending = false;
        if (!_isSending && _hasNext)
            Post();
        if (!_hasNext && !_isSending && !_saidFarewell && Stopwatch.GetElapsedTime(_lastBeat) >= Period)
            Say(Word.Beat, _rank, 0, "");
        if (_isReceiving && _library.Test(ref _receiving))
            return Hear();
        if (_heardFarewell || Stopwatch.GetElapsedTime(_lastHeard) < Patience || _hasTold)
            return null;
        var failure = new RankFailedException($"rank {Before} does not answer since {Patience.TotalSeconds:F0} s: it "
            + "ended, or its machine cannot be reached");
        Tell(failure, origin: Before);
        return failure;
    }

    /// <summary>Tells the others that this rank gave up; once.</summary>
    public void Tell(RankFailedException failure) => Tell(failure, _rank);

    /// <summary>Says farewell, then waits for the others'.</summary>
    /// <returns>True if nothing more is to be done.</returns>
    public bool Leave(bool hasFailed)
    {
        if (_leavingSince == 0)
            _leavingSince = Stopwatch.GetTimestamp();
        if (!_saidFarewell && !_hasNext)
        {
            Say(Word.Farewell, _rank, 0, "");
            _saidFarewell = true;
        }

        return IsWhole || (hasFailed && Stopwatch.GetElapsedTime(_leavingSince) > Grace);
    }

    // What the library may still write into stays when it was not ended.
    public void Dispose()
    {
        if (!IsWhole)
            return;
        NativeMemory.Free((void*)_incoming);
        NativeMemory.Free((void*)_outgoing);
    }

    private void Tell(RankFailedException failure, int origin)
    {
        if (_hasTold)
            return;
        _hasTold = true;
        Say(Word.Failure, origin, failure.ExitCode, failure.Message);
    }

    private RankFailedException? Hear()
    {
        _isReceiving = false;
        _lastHeard = Stopwatch.GetTimestamp();
        var message = new ReadOnlySpan<byte>((void*)_incoming, MessageBytes);
        var word = (Word)message[0];
        var origin = BinaryPrimitives.ReadInt32LittleEndian(message[1..]);
        var exitCode = BinaryPrimitives.ReadInt32LittleEndian(message[5..]);
        var length = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(message[9..]), 0, MessageBytes - HeaderBytes);
        var text = Encoding.UTF8.GetString(message.Slice(HeaderBytes, length));
        if (word == Word.Farewell)
        {
            _heardFarewell = true;
            return null;
        }

        Listen();
        if (word == Word.Beat || origin == _rank)
            return null;
        // A rank that was noticed by the one behind it did not say so itself.
        var failure = new RankFailedException(
            text.StartsWith("rank ", StringComparison.Ordinal) ? text : $"rank {origin}: {text}", exitCode);
        Tell(failure, origin);
        return failure;
    }

    private void Listen()
    {
        _receiving = _library.Receive(_incoming, MessageBytes, Before, WatchTag);
        _isReceiving = true;
    }

    // A beat that has not left yet gives way; a failure or a farewell waits for its turn.
    private void Say(Word word, int origin, int exitCode, string text)
    {
        _lastBeat = Stopwatch.GetTimestamp();
        var message = _next.AsSpan();
        message.Clear();
        message[0] = (byte)word;
        BinaryPrimitives.WriteInt32LittleEndian(message[1..], origin);
        BinaryPrimitives.WriteInt32LittleEndian(message[5..], exitCode);
        Encoding.UTF8.GetEncoder().Convert(text, message[HeaderBytes..], flush: true, out _, out var bytes, out _);
        BinaryPrimitives.WriteInt32LittleEndian(message[9..], bytes);
        _hasNext = true;
        if (!_isSending)
            Post();
    }

    private void Post()
    {
        _next.CopyTo(new Span<byte>((void*)_outgoing, MessageBytes));
        _hasNext = false;
        _sending = _library.Send(_outgoing, MessageBytes, After, WatchTag);
        _isSending = true;
    }
}
