using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>Reads the bits of entropy-coded segments (T.81 F.2.2.5): removes stuffed bytes, stops at markers. What it
/// meets in damaged data it takes as libjpeg does.</summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> file, int position, ImageDamage damage)
{
    // Enough for a code and the bits behind it, so that a symbol needs one check.
    private const int Wanted = 32;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = position;

    // The next bits, from the highest one down; below them all is zero.
    private ulong _bits;
    private int _count;

    // Zero bits appended behind the last real one, so that codes near the end can be looked up.
    private int _padding;

    // Whether more of them were read than is mere looking ahead.
    private bool _exhausted;

    // Where the next marker's 0xFF stands, once all bits are read.
    public readonly int Position => _next;

    public int Symbol(HuffmanTable table)
    {
        if (_count < Wanted)
            Fill();
        var entry = table.Fast((int)(_bits >> (64 - HuffmanTable.FastBits)));
        if (entry == 0)
            entry = LongCode(table);
        Consume(entry >> 8);
        return entry & 0xFF;
    }

    public int Bits(int count)
    {
        if (_count < Wanted)
            Fill();
        var value = (int)(_bits >> 1 >> (63 - count));
        Consume(count);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Bit()
    {
        if (_count < Wanted)
            Fill();
        var isSet = (long)_bits < 0;
        Consume(1);
        return isSet;
    }

    // A number of the given size in bits (T.81 F.2.2.1).
    public int Signed(int size) => size == 0 ? 0 : HuffmanTable.Extend(Bits(size), size);

    // The difference of a DC coefficient to the one before: its size, coded, and the number.
    public int Difference(HuffmanTable table)
    {
        if (_count < Wanted)
            Fill();
        var entry = table.Coefficients[(int)(_bits >> (64 - HuffmanTable.FastBits))];
        if ((entry & HuffmanTable.NumberFollows) == 0 && entry != 0)
        {
            Consume(entry & HuffmanTable.LengthMask);
            return entry >> HuffmanTable.ValueShift;
        }
        return Signed(Symbol(table));
    }

    // The AC coefficients of a block of a sequential scan (T.81 F.2.2.2), which is zero so far. block: [64], natural
    // order. Returns the zigzag position of the last one, 0 for none. Works on copies of the fields, which the
    // compiler keeps in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Coefficients(HuffmanTable table, Span<short> block)
    {
        var coefficients = table.Coefficients;
        var order = JpegTables.NaturalOrder;
        var (bits, count) = (_bits, _count);
        int k = 0, last = 0;
        while (k < 63)
        {
            if (count < Wanted)
            {
                if (_next + 4 <= _file.Length
                    && BinaryPrimitives.ReadUInt32BigEndian(_file[_next..]) is var four && !HasMarkerByte(four))
                {
                    bits |= (ulong)four << (32 - count);
                    count += 32;
                    _next += 4;
                }
                else
                {
                    (_bits, _count) = (bits, count);
                    Fill();
                    (bits, count) = (_bits, _count);
                }
            }
            var entry = coefficients[(int)(bits >> (64 - HuffmanTable.FastBits))];
            if (entry == 0)
            {
                (_bits, _count) = (bits, count);
                var code = LongCode(table);
                entry = HuffmanTable.Entry(code >> 8, code & 0xFF);
            }
            var length = entry & HuffmanTable.LengthMask;
            bits <<= length;
            count -= length;
            k += (entry >> HuffmanTable.StepShift) & HuffmanTable.StepMask;
            var value = entry >> HuffmanTable.ValueShift;
            if ((entry & HuffmanTable.NumberFollows) != 0)
            {
                var size = value;
                value = HuffmanTable.Extend((int)(bits >> (64 - size)), size);
                bits <<= size;
                count -= size;
            }
            if (k > 63)
            {
                // A run that leads beyond the block and codes nothing ends it as well.
                if (value == 0)
                    break;
                k = ScanHeader.LeftBlock(damage);
            }
            block[order[k]] = (short)value;
            last = value == 0 ? last : k;
        }
        (_bits, _count) = (bits, count);
        return last;
    }

    // Whether bits were read that are not there: a marker came before the data was complete.
    public readonly bool IsExhausted => _exhausted || _count < _padding;

    // Between intervals: drops the bits left of the last byte and reads the marker RSTn.
    public void Restart(int expected)
    {
        var lost = CloseInterval();
        var marker = NextMarker(out var behind);
        var found = marker == JpegMarkers.Restart0 + expected;
        if (!found)
            damage.Report("JPEG", $"the compressed data before byte {_next}", $"marker RST{expected} is missing");
        // A marker that stays ends the interval that begins here at once; what was lost stays lost then.
        if (found || Resynchronise(marker, expected, ref behind))
        {
            _next = behind;
            lost = false;
        }
        _exhausted = lost;
    }

    // At the end of a scan: finds the next marker. Bytes left over before it are passed over, as all decoders do.
    public void End()
    {
        CloseInterval();
        while (_next + 1 < _file.Length && (_file[_next] != 0xFF || _file[_next + 1] is 0 or 0xFF))
            _next++;
    }

    private bool CloseInterval()
    {
        var lost = IsExhausted;
        if (lost)
            ReportLoss();
        (_bits, _count, _padding) = (0, 0, 0);
        return lost;
    }

    // Where a marker stands in the way the picture goes on without the lost part. At the end of the file nothing says
    // that this was all: the rest may be on its way.
    private readonly void ReportLoss()
    {
        if (_next + 1 >= _file.Length || IsPadding(_file[_next..]))
            throw ImageFormatException.Truncated("JPEG", "in the compressed data");
        damage.Report("JPEG", $"the compressed data before byte {_next}", "the data ends too early");
    }

    private static bool IsPadding(ReadOnlySpan<byte> rest) => !rest.ContainsAnyExcept((byte)0xFF);

    // The next marker, and the place behind it; markers are where 0xFF is followed by neither 0 nor 0xFF.
    private readonly byte NextMarker(out int behind)
    {
        for (var at = _next; at + 1 < _file.Length; at++)
        {
            if (_file[at] == 0xFF && _file[at + 1] is not (0 or 0xFF))
            {
                behind = at + 2;
                return _file[at + 1];
            }
        }
        throw ImageFormatException.Truncated("JPEG", "in the compressed data");
    }

    // libjpeg's rule for another marker than the one expected (its jpeg_resync_to_restart): one of the two numbers that
    // come next, or a marker of another kind, is left standing, since the interval in between is lost; one of the two
    // before is stale, so the next is looked at; any other number is taken for the one that was meant.
    private bool Resynchronise(byte marker, int expected, ref int behind)
    {
        while (true)
        {
            var ahead = (marker - JpegMarkers.Restart0 - expected) & 7;
            var isRestart = marker is >= JpegMarkers.Restart0 and <= JpegMarkers.Restart7;
            if (marker >= JpegMarkers.StartOfFrameBaseline && (!isRestart || ahead is 1 or 2))
            {
                _next = behind - 2;
                return false;
            }
            if (isRestart && ahead is not (6 or 7))
                return true;
            _next = behind;
            marker = NextMarker(out behind);
        }
    }

    // Of a code that the table of short ones lacks. libjpeg looks for a code until 17 bits are read, and goes on with the
    // symbol 0.
    private readonly int LongCode(HuffmanTable table)
    {
        var entry = table.Slow((int)(_bits >> (64 - HuffmanTable.LongestCode)));
        if (entry != 0)
            return entry;
        damage.Report("JPEG", $"the compressed data before byte {_next}", "a Huffman code that is in no table");
        return (HuffmanTable.LongestCode + 1) << 8;
    }

    private void Consume(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    // Whether one of four bytes is 0xFF: the only one that both has its highest bit and carries when 1 is added.
    private static bool HasMarkerByte(uint four) => (four & ~(four + 0x01010101) & 0x80808080) != 0;

    private void Fill()
    {
        if (_next + 4 <= _file.Length)
        {
            var four = BinaryPrimitives.ReadUInt32BigEndian(_file[_next..]);
            if (!HasMarkerByte(four))
            {
                _bits |= (ulong)four << (32 - _count);
                _count += 32;
                _next += 4;
                return;
            }
        }
        while (_count <= 56 && _next < _file.Length)
        {
            var value = _file[_next];
            if (value == 0xFF)
            {
                // 0xFF 0x00 is a data byte; more than one 0xFF before the zero is padding.
                var after = _next + 1;
                while (after < _file.Length && _file[after] == 0xFF)
                    after++;
                if (after >= _file.Length || _file[after] != 0)
                    break;
                _next = after;
            }
            _bits |= (ulong)value << (56 - _count);
            _count += 8;
            _next++;
        }
        if (_count >= Wanted)
            return;
        if (_count < _padding)
            (_exhausted, _padding) = (true, _count);
        _count += 32;
        _padding += 32;
    }
}
