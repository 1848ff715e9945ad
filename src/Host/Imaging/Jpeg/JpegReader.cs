using System.Buffers.Binary;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>Reads JPEG (ITU-T T.81): baseline, extended sequential and progressive, Huffman-coded, 8 bits. Walks the
/// segments of the file and hands each to its reader.</summary>
internal ref struct JpegReader
{
    private readonly ReadOnlySpan<byte> _file;
    private readonly ImageLimits _limits;
    private readonly ImageDamage _damage;
    private readonly JpegTables _tables = new();
    private int _next = 2; // behind SOI
    private int _scans;
    private JpegFrame? _frame;
    private JpegPicture? _picture;
    private Orientation? _orientation;
    private bool _isJfif;
    private int? _adobeTransform;

    private JpegReader(ReadOnlySpan<byte> file, ImageLimits limits, ImageDamage damage)
    {
        _file = file;
        _limits = limits;
        _damage = damage;
    }

    public static Image Read(ReadOnlySpan<byte> file, ImageLimits limits, ImageDamage damage)
    {
        var reader = new JpegReader(file, limits, damage);
        reader.ReadSegments();
        var picture = reader._picture ?? reader.Complete();
        return limits.AppliesOrientation
            ? (reader._orientation ?? Orientation.Upright).Apply(picture.Image)
            : picture.Image;
    }

    // Up to the end marker, or to where a sequential picture is whole.
    private void ReadSegments()
    {
        while (true)
        {
            var marker = NextMarker();
            if (marker == JpegMarkers.EndOfImage)
                return;
            if (marker is >= JpegMarkers.Restart0 and <= JpegMarkers.Restart7 or JpegMarkers.Temporary)
                continue; // alone, without a segment; misplaced ones do no harm
            if (marker == JpegMarkers.NumberOfLines && _frame is not null)
            {
                Segment(); // repeats what the frame header said: a height of zero there is refused
                continue;
            }
            if (marker == JpegMarkers.StartOfImage)
                throw Wrong("a second picture starts inside the first");
            if (JpegMarkers.Unsupported(marker) is { } kind)
                throw ImageFormatException.Unsupported(kind);
            ReadSegment(marker, Segment());
            // A sequential picture is whole once each component had its scan, whatever the file says behind.
            if (_frame is { Progressive: false } && Array.TrueForAll(_frame.Components, component => component.Seen))
                return;
        }
    }

    private void ReadSegment(byte marker, ReadOnlySpan<byte> data)
    {
        switch (marker)
        {
            case JpegMarkers.StartOfFrameBaseline or JpegMarkers.StartOfFrameExtended
                or JpegMarkers.StartOfFrameProgressive:
                if (_frame is not null)
                    throw Wrong("a second frame header");
                _frame = JpegFrame.Parse(data, marker, _limits);
                _frame.CheckLength(_file.Length);
                break;
            case JpegMarkers.HuffmanTables:
                _tables.ReadHuffman(data);
                break;
            case JpegMarkers.QuantisationTables:
                _tables.ReadQuantisation(data);
                break;
            case JpegMarkers.RestartInterval:
                _tables.ReadRestartInterval(data);
                break;
            case JpegMarkers.StartOfScan:
                ReadScan(data);
                break;
            case JpegMarkers.App0 when data.StartsWith("JFIF\0"u8):
                _isJfif = true;
                break;
            case JpegMarkers.App1 when data.StartsWith("Exif\0\0"u8) && data.Length <= _limits.AncillaryBytes:
                _orientation ??= Orientation.FromExif(data[6..]);
                break;
            case JpegMarkers.App14 when data.StartsWith("Adobe"u8) && data.Length >= 12:
                _adobeTransform = data[11];
                break;
        }
    }

    private void ReadScan(ReadOnlySpan<byte> data)
    {
        var frame = _frame ?? throw Wrong("a scan before the frame header");
        if (++_scans > _limits.Scans)
        {
            throw new ImageFormatException(
                $"JPEG: more scans than the limit of {_limits.Scans}. Encode the picture again.");
        }
        var scan = ScanHeader.Parse(data, frame, _tables, _damage);
        foreach (var part in scan.Parts)
        {
            var component = part.Component;
            component.Quantisation ??= _tables.Quantisation[component.QuantisationTable]
                ?? throw Wrong($"quantisation table {component.QuantisationTable} is missing");
        }
        Allocate(frame, scan);
        frame.Progress?.Begin(scan, _scans, _damage);
        var reader = new EntropyReader(_file, _next, _damage);
        DecodeScan(ref reader, frame, scan, _tables.RestartInterval);
        _next = reader.Position;
        foreach (var part in scan.Parts)
            part.Component.Seen |= scan.First == 0;
    }

    // A sequential scan of all components makes the picture row by row; all else needs memory for the whole.
    private void Allocate(JpegFrame frame, ScanHeader scan)
    {
        var atOnce = !frame.Progressive && scan.Parts.Length == frame.Components.Length
            && !Array.Exists(frame.Components, component => component.Seen);
        foreach (var part in scan.Parts)
        {
            if (!frame.Progressive)
                part.Component.Allocate(whole: !atOnce);
            else if (part.Component.Coefficients.Length == 0)
                part.Component.AllocateCoefficients();
        }
        if (atOnce)
            _picture = new JpegPicture(frame, Model(frame));
    }

    private readonly void DecodeScan(ref EntropyReader reader, JpegFrame frame, ScanHeader scan, int interval)
    {
        if (!frame.Progressive)
        {
            var height = frame.Side * (frame.Components.Length == 1 ? 1 : frame.MostDown);
            ScanWalk.Run(ref reader, frame, scan, interval, new SequentialBlocks(_picture, height));
        }
        else if (scan.First == 0)
        {
            if (scan.PreviousBit == 0)
                ScanWalk.Run(ref reader, frame, scan, interval, new FirstDcBlocks(scan.Bit));
            else
                ScanWalk.Run(ref reader, frame, scan, interval, new RefinedDcBlocks(scan.Bit));
        }
        else
        {
            if (scan.PreviousBit == 0)
                ScanWalk.Run(ref reader, frame, scan, interval, new FirstAcBlocks(scan, _damage));
            else
                ScanWalk.Run(ref reader, frame, scan, interval, new RefinedAcBlocks(scan, _damage));
        }
    }

    // Puts the picture together from what the scans have brought.
    private readonly JpegPicture Complete()
    {
        var frame = _frame ?? throw Wrong("the file ends without a picture");
        if (!Array.Exists(frame.Components, component => component.Quantisation is not null))
            throw ImageFormatException.Truncated("JPEG", "all colour components are missing");
        if (!Array.TrueForAll(frame.Components, component => component.Seen))
            _damage.Report("JPEG", "the end marker", "a colour component is missing");
        var smoothing = frame.Progress is { } progress && progress.IsUnfinished(frame);
        if (smoothing)
            _damage.Report("JPEG", "the end marker", "scans are missing");
        foreach (var component in frame.Components)
        {
            component.Allocate(whole: !frame.Progressive);
            // The middle of the range, which is no colour, where nothing is known.
            if (component.Quantisation is null)
                component.Plane.AsSpan().Fill(128);
        }
        var picture = new JpegPicture(frame, Model(frame));
        for (var row = 0; row < frame.McusDown; row++)
        {
            if (frame.Progressive)
                InvertRow(frame, row, smoothing);
            picture.Advance((row + 1) * frame.MostDown * frame.Side);
        }
        return picture;
    }

    private static void InvertRow(JpegFrame frame, int mcuRow, bool smoothing)
    {
        for (var i = 0; i < frame.Components.Length; i++)
        {
            var component = frame.Components[i];
            if (component.Quantisation is null)
                continue;
            if (smoothing)
            {
                SmoothedBlocks.InvertRows(frame, i, mcuRow);
                continue;
            }
            var end = Math.Min((mcuRow + 1) * component.Down, component.BlocksDown);
            for (var row = mcuRow * component.Down; row < end; row++)
                component.InvertRow(row);
        }
    }

    // The rules of libjpeg: JFIF and Adobe say it; without them, the component numbers.
    private readonly ColourModel Model(JpegFrame frame)
    {
        var components = frame.Components;
        return components.Length switch
        {
            1 => ColourModel.Grey,
            3 when _isJfif => ColourModel.YCbCr,
            3 when _adobeTransform is { } transform => transform == 0 ? ColourModel.Rgb : ColourModel.YCbCr,
            3 when (components[0].Id, components[1].Id, components[2].Id) == ('R', 'G', 'B') => ColourModel.Rgb,
            3 => ColourModel.YCbCr,
            _ => _adobeTransform is null or 0 ? ColourModel.Cmyk : ColourModel.Ycck,
        };
    }

    // Passes over bytes that belong to nothing, and over fill bytes (T.81 B.1.1.2).
    private byte NextMarker()
    {
        while (_next + 1 < _file.Length)
        {
            if (_file[_next++] == 0xFF && _file[_next] is not (0 or 0xFF))
                return _file[_next++];
        }
        throw ImageFormatException.Truncated("JPEG", "the end marker is missing");
    }

    private ReadOnlySpan<byte> Segment()
    {
        if (_file.Length - _next < 2)
            throw ImageFormatException.Truncated("JPEG", $"in the segment at byte {_next}");
        int length = BinaryPrimitives.ReadUInt16BigEndian(_file[_next..]);
        if (length < 2)
            throw Wrong($"a segment has length {length}");
        if (_file.Length - _next < length)
            throw ImageFormatException.Truncated("JPEG", $"in the segment at byte {_next}");
        var data = _file.Slice(_next + 2, length - 2);
        _next += length;
        return data;
    }

    private readonly ImageFormatException Wrong(string what) =>
        ImageFormatException.Damaged("JPEG", $"before byte {_next}", what);
}
