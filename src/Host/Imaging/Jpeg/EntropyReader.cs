using System.Buffers.Binary;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>Reads the bits of entropy-coded segments (T.81 F.2.2.5): removes stuffed bytes, stops at markers.</summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> file, int position)
{
    // Enough for a code and the bits behind it, so that a symbol needs one check.
    private const int Wanted = 32;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = position;
    private ulong _bits;
    private int _count;

    // Zero bits appended behind the last real one, so that codes near the end can be looked up.
    private int _padding;

    // Where the next marker's 0xFF stands, once all bits are read.
    public readonly int Position => _next;

    public int Symbol(HuffmanTable table)
    {
        if (_count < Wanted)
            Fill();
        var entry = table.Fast((int)(_bits >> (_count - HuffmanTable.FastBits)) & ((1 << HuffmanTable.FastBits) - 1));
        if (entry == 0)
        {
            entry = table.Slow((int)(_bits >> (_count - HuffmanTable.LongestCode)) & 0xFFFF);
            if (entry == 0)
                throw Wrong("a Huffman code that is in no table");
        }
        _count -= entry >> 8;
        return entry & 0xFF;
    }

    public int Bits(int count)
    {
        if (_count < Wanted)
            Fill();
        _count -= count;
        return (int)(_bits >> _count) & ((1 << count) - 1);
    }

    // A number of the given size in bits; the lower half of its range stands for negative ones (T.81 F.2.2.1, EXTEND).
    public int Signed(int size)
    {
        if (size == 0)
            return 0;
        var value = Bits(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    // Between intervals: drops the bits left of the last byte and reads the marker RSTn.
    public void Restart(int expected)
    {
        End();
        (_bits, _count, _padding) = (0, 0, 0);
        if (_next + 1 >= _file.Length)
            throw ImageFormatException.Truncated("JPEG", "in the compressed data");
        if (_file[_next + 1] != JpegMarkers.Restart0 + expected)
            throw Wrong($"marker RST{expected} is missing");
        _next += 2;
    }

    // At the end of a scan or interval: makes sure that no bit was read that is not there, and finds the next marker.
    // Bytes left over before it are passed over, as all decoders do.
    public void End()
    {
        if (_count < _padding)
            throw ImageFormatException.Truncated("JPEG", "in the compressed data");
        while (_next + 1 < _file.Length && (_file[_next] != 0xFF || _file[_next + 1] is 0 or 0xFF))
            _next++;
    }

    private void Fill()
    {
        if (_next + 4 <= _file.Length)
        {
            var four = BinaryPrimitives.ReadUInt32BigEndian(_file[_next..]);
            // No byte is 0xFF when none of the inverted ones is zero.
            var inverted = ~four;
            if (((inverted - 0x01010101) & ~inverted & 0x80808080) == 0)
            {
                _bits = (_bits << 32) | four;
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
            _bits = (_bits << 8) | value;
            _count += 8;
            _next++;
        }
        if (_count >= Wanted)
            return;
        if (_count < _padding)
            throw ImageFormatException.Truncated("JPEG", "in the compressed data");
        _bits <<= 32;
        _count += 32;
        _padding += 32;
    }

    private readonly ImageFormatException Wrong(string what) =>
        ImageFormatException.Damaged("JPEG", $"the compressed data before byte {_next}", what);
}
