using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Weights;

/// <summary>
/// Decodes a pickle as data. It has a fixed list of instructions and of names, calls nothing, does not recurse, and
/// allocates in proportion to the bytes it reads, of which it accepts <see cref="ByteLimit"/>.
/// </summary>
/// <remarks>The instructions are those of Python's Lib/pickletools.py, protocols 2 to 5, that occur.</remarks>
internal ref struct PickleReader
{
    /// <summary>The longest pickle accepted; weights lie outside of it, so real ones are far below.</summary>
    public const int ByteLimit = 16 << 20;

    // Each instruction makes at most one value of about 100 bytes. A checkpoint of 1,000 tensors with optimiser state
    // and averages has some 150,000 instructions.
    private const int InstructionLimit = 1_000_000;

    private const string Damaged = "The file is damaged or hostile: download or write it again.";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly long _start;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly TorchStorages _storages;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;

    private PickleReader(FileBytes file, long start, long end, TorchStorages storages)
    {
        _file = file.Name;
        _start = start;
        _bytes = file.Slice(start, (int)Math.Min(end - start, ByteLimit));
        _storages = storages;
    }

    /// <summary>Decodes the pickle that begins at start; afterwards start is behind it.</summary>
    /// <exception cref="ModelFormatException">It is damaged, too long, or mentions a name not allowed.</exception>
    public static object? Read(FileBytes file, ref long start, long end, TorchStorages storages)
    {
        var reader = new PickleReader(file, start, end, storages);
        object? value = reader.Run();
        start += reader._position;
        return value;
    }

    private object? Run()
    {
        for (int instructions = 0; instructions < InstructionLimit; instructions++)
        {
            byte code = Take(1)[0];
            if (code == '.')
                return Pop();
            Execute(code);
        }

        throw Fail($"has more than {InstructionLimit} instructions", "It is no checkpoint of a supported model.");
    }

    private void Execute(byte code)
    {
        switch (code)
        {
            case 0x80:  // PROTO
                byte protocol = Take(1)[0];
                if (protocol is < 2 or > 5)
                    throw Fail($"has protocol {protocol}", "Save it with protocol 2, PyTorch's default.");
                break;
            case 0x95:  // FRAME: a hint for buffering
                Take(8);
                break;
            case (byte)'N': _stack.Add(null); break;
            case 0x88: _stack.Add(true); break;
            case 0x89: _stack.Add(false); break;
            case (byte)'K': _stack.Add((long)Take(1)[0]); break;
            case (byte)'M': _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8a: PushLong(); break;
            case (byte)'G': _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': _stack.Add(TakeText(TakeLength())); break;
            case 0x8c: _stack.Add(TakeText(Take(1)[0])); break;
            case (byte)'T': _stack.Add(TakeText(TakeLength())); break;
            case (byte)'U': _stack.Add(TakeText(Take(1)[0])); break;
            case (byte)'B': _stack.Add(Take(TakeLength()).ToArray()); break;
            case 0x8d: _stack.Add(TakeText(TakeLongLength())); break;
            case 0x8e or 0x96: _stack.Add(Take(TakeLongLength()).ToArray()); break;
            case 0x8f: _stack.Add(new PickleList()); break;  // a set, whose order nobody asks for
            case 0x90: Append(PopToMark()); break;
            case 0x91: _stack.Add(new PickleTuple(PopToMark())); break;
            case (byte)'C': _stack.Add(Take(Take(1)[0]).ToArray()); break;
            case (byte)'(': _marks.Push(_stack.Count); break;
            case (byte)')': _stack.Add(PickleTuple.Empty); break;
            case (byte)'t': _stack.Add(new PickleTuple(PopToMark())); break;
            case 0x85: _stack.Add(new PickleTuple([Pop()])); break;
            case 0x86: PushPair(); break;
            case 0x87: PushTriple(); break;
            case (byte)']': _stack.Add(new PickleList()); break;
            case (byte)'}': _stack.Add(new PickleDictionary()); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': SetOneItem(); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'q': _memo[Take(1)[0]] = Peek(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case 0x94: _memo[(uint)_memo.Count] = Peek(); break;
            case (byte)'h': Recall(Take(1)[0]); break;
            case (byte)'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case (byte)'c': PushGlobal(TakeLine(), TakeLine()); break;
            case 0x93: PushStackGlobal(); break;
            case (byte)'R' or 0x81: Call(); break;
            case 0x92: CallWithNames(); break;
            case (byte)'b': Build(); break;
            case (byte)'Q': _stack.Add(_storages.Resolve(Pop())); break;
            default:
                throw Fail($"has the instruction 0x{code:x2}, which checkpoints do not use", Damaged);
        }
    }

    private void PushGlobal(string module, string name)
    {
        string full = $"{module}.{name}";
        if (!TorchGlobals.Allows(full))
            throw Fail(
                $"mentions the Python name '{ModelFormatException.Printable(full)}', which is not on the allow-list",
                "Loading it in Python could run code. Save a plain state_dict: torch.save(model.state_dict(), path).");
        _stack.Add(new PickleGlobal(full));
    }

    private void PushStackGlobal()
    {
        if (Pop() is not string name || Pop() is not string module)
            throw Fail("has a name that is no text", Damaged);
        PushGlobal(module, name);
    }

    // REDUCE and NEWOBJ: a callee and its arguments.
    private void Call()
    {
        if (Pop() is not PickleTuple arguments || Pop() is not PickleGlobal callee)
            throw Fail("has a call without a name or without arguments", Damaged);
        if (callee.Name != TorchGlobals.OrderedDict)
            _stack.Add(new PickleCall(callee.Name, arguments));
        else if (arguments.Items.Length == 0)
            _stack.Add(new PickleDictionary());
        else
            throw Fail("has an OrderedDict with arguments", "Load and save the checkpoint with Python 3.");
    }

    // NEWOBJ_EX: the same with a dictionary of named arguments, which no weights need.
    private void CallWithNames()
    {
        if (Pop() is not PickleDictionary)
            throw Fail("has a call whose named arguments are no dictionary", Damaged);
        Call();
    }

    // State of an object: attributes of a dictionary (versions of modules) or of plain data. No weights are in there.
    private void Build()
    {
        Pop();
        if (Peek() is not (PickleDictionary or PickleCall))
            throw Fail("gives a state to a value that has none", Damaged);
    }

    private void Append(scoped ReadOnlySpan<object?> items)
    {
        if (Peek() is not PickleList list)
            throw Fail("appends to a value that is no list", Damaged);
        list.Items.AddRange(items);
    }

    private void SetOneItem()
    {
        object? value = Pop();
        object? key = Pop();
        SetItems([key, value]);
    }

    private void SetItems(scoped ReadOnlySpan<object?> items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
            throw Fail("sets an item of a value that is no dictionary", Damaged);
        for (int i = 0; i < items.Length; i += 2)
            dictionary.Entries.Add(new(items[i], items[i + 1]));
    }

    private void PushPair()
    {
        object? second = Pop();
        _stack.Add(new PickleTuple([Pop(), second]));
    }

    private void PushTriple()
    {
        object? third = Pop();
        object? second = Pop();
        _stack.Add(new PickleTuple([Pop(), second, third]));
    }

    // LONG1: two's complement, little-endian, up to 255 bytes.
    private void PushLong()
    {
        ReadOnlySpan<byte> bytes = Take(Take(1)[0]);
        var value = new BigInteger(bytes);
        // The cast keeps the long from becoming a BigInteger again.
        _stack.Add(bytes.Length <= sizeof(long) ? (object)(long)value : value);
    }

    private void Recall(uint index)
    {
        if (!_memo.TryGetValue(index, out object? value))
            throw Fail($"recalls value {index}, which it did not store", Damaged);
        _stack.Add(value);
    }

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private readonly object? Peek()
    {
        // Values below a mark belong to the list being built and must not be taken.
        int floor = _marks.Count == 0 ? 0 : _marks.Peek();
        return _stack.Count > floor ? _stack[^1] : throw Fail("takes a value from an empty stack", Damaged);
    }

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out int mark))
            throw Fail("ends a list that it did not begin", Damaged);
        object?[] items = CollectionsMarshal.AsSpan(_stack)[mark..].ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
            throw Fail(
                _bytes.Length == ByteLimit ? $"is longer than {ByteLimit} bytes" : "ends early",
                "The file is truncated, damaged or hostile: download or write it again.");
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private int TakeLength()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return length <= int.MaxValue ? (int)length : throw Fail($"has a text of {length} bytes", Damaged);
    }

    private int TakeLongLength()
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length <= ByteLimit ? (int)length : throw Fail($"has a text of {length} bytes", Damaged);
    }

    private string TakeText(int length)
    {
        ReadOnlySpan<byte> bytes = Take(length);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Fail("has a text that is not UTF-8", Damaged, e);
        }
    }

    private string TakeLine()
    {
        int length = _bytes[_position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Fail("ends within a name", Damaged);
        string line = TakeText(length);
        Take(1);
        return line;
    }

    private readonly ModelFormatException Fail(string problem, string remedy, Exception? inner = null) =>
        new(_file, null, $"the pickle at offset {_start} {problem} (at offset {_start + _position})", remedy, inner);
}
