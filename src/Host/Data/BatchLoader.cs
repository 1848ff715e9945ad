namespace GpuFormer.Data;

/// <summary>
/// Makes batches of a data set, in order, on worker threads ahead of the consumer. What a batch holds is a function of
/// (seed, epoch, number of the batch): it depends neither on the workers nor on where an epoch was begun, so a run that
/// resumes goes on with the same bytes, nor on how many processes share the epoch. Memory is taken once, for
/// <see cref="BatchLoaderOptions.LookAhead"/> batches.
/// </summary>
/// <remarks>Two rows that are mixed with each other, i and N - 1 - i, are one piece of work, so no row waits for
/// another.</remarks>
internal sealed class BatchLoader : IDisposable
{
    private readonly object _gate = new();
    private readonly Slot[] _slots;
    private readonly Thread[] _workers;
    private readonly int _pairsAtOnce;
    private readonly SortedDictionary<int, UnreadablePicture> _unreadable = [];
    private readonly SortedDictionary<int, DamagedPicture> _damaged = [];
    private readonly int[] _order;
    private readonly Func<BatchShape, RowMaker> _createMaker;

    // All of these under _gate. Work is handed out batch by batch, and within a batch pair by pair.
    private int _epoch = -1;
    private int _filledEpoch = -1;
    private IReadOnlyList<BatchShape> _shapes = [];
    private bool _active;
    private bool _disposed;
    private int _nextBatch;
    private int _nextPair;
    private int _busy;
    private long _generation;
    private int _walker;
    private Arrangement? _arrangement;

    /// <summary>Starts the workers, which wait for an epoch.</summary>
    /// <exception cref="ArgumentException">The options make no sense, or the set is smaller than a batch that must be
    /// full.</exception>
    public BatchLoader(ImageDataset dataset, BatchLoaderOptions? options = null)
        : this(dataset, options ?? new BatchLoaderOptions(), dataset?.Classes.Count ?? 0,
            (loader, shape) => new SampleMaker(dataset!, loader.OptionsFor(shape.Side), loader.Report, loader.Report))
    {
    }

    /// <summary>The same for images that lie in a canvas, with what lies over them.</summary>
    /// <inheritdoc cref="BatchLoader(ImageDataset, BatchLoaderOptions)"/>
    internal BatchLoader(AnnotatedSource source, CanvasTransform transform, BatchLoaderOptions options)
        : this(source, options, classes: 0,
            (loader, _) => new AnnotatedSampleMaker(source, transform, options.Seed, loader.Report, loader.Report))
    {
    }

    private BatchLoader(
        ImageSource dataset, BatchLoaderOptions options, int classes, Func<BatchLoader, BatchShape, RowMaker> createMaker)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Dataset = dataset;
        Options = options;
        Options.Validate();
        _createMaker = shape => createMaker(this, shape);
        var largest = LargestShapes();
        var fewest = Options.DropLast ? largest.Max(shape => shape.Size) * (Options.Sampling?.Together ?? 1) : 1;
        if (dataset.Count < fewest)
        {
            throw new ArgumentException($"The data set has {dataset.Count} pictures, which fill no batch of {fewest}. "
                + "Use a smaller batch or more pictures.", nameof(options));
        }

        _order = new int[dataset.Count];
        var workers = Options.Workers == 0 ? Environment.ProcessorCount : Options.Workers;
        // Small enough to share one batch among all workers, large enough that the lock is seldom taken.
        _pairsAtOnce = Math.Clamp(PairsOf(Options.BatchSize) / (workers * 4), 1, 32);
        _slots = new Slot[Options.LookAhead];
        for (var i = 0; i < _slots.Length; i++)
            _slots[i] = new Slot(new Batch(largest, classes));
        _workers = new Thread[workers];
        for (var i = 0; i < workers; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"GpuFormer data {i}" };
            _workers[i].Start();
        }
    }

    /// <summary>What the batches are made of.</summary>
    public ImageSource Dataset { get; }

    /// <summary>How they are made.</summary>
    public BatchLoaderOptions Options { get; }

    /// <summary>Batches of an epoch, those of other processes included: of each the same number, but where sizes change.
    /// </summary>
    /// <param name="epoch">From 0.</param>
    public int BatchesIn(int epoch) => ShapesOf(epoch).Count;

    /// <summary>Pictures found unreadable so far, by index. In training each was replaced by the next one that can be
    /// read; in an evaluation its row is empty.</summary>
    public IReadOnlyList<UnreadablePicture> Unreadable
    {
        get
        {
            lock (_gate)
                return [.. _unreadable.Values];
        }
    }

    /// <summary>Pictures found damaged so far and read all the same, by index.</summary>
    public IReadOnlyList<DamagedPicture> Damaged
    {
        get
        {
            lock (_gate)
                return [.. _damaged.Values];
        }
    }

    /// <summary>The batches of one epoch. An epoch that is not walked to its end is given up when the walk is left or
    /// the same thread begins another; only one can be walked at a time.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="firstBatch">The batch to begin with, from 0: the batches made when resuming within an
    /// epoch. Batches before it are made by none of the processes that share it.</param>
    /// <exception cref="InvalidOperationException">From the walk: another thread is in the middle of one, whose batch it
    /// would overwrite; or another was begun meanwhile.</exception>
    /// <exception cref="DatasetFormatException">From the walk: too many pictures in a row cannot be read.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        var shapes = ShapesOf(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, shapes.Count);
        return Walk(epoch, shapes, firstBatch);
    }

    /// <summary>Stops the workers; returns when the pieces in their hands are done.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _active = false;
            Monitor.PulseAll(_gate);
        }
        foreach (var worker in _workers)
            worker.Join();
    }

    // A batch that can be read has been left by all workers.
    private IEnumerable<Batch> Walk(int epoch, IReadOnlyList<BatchShape> shapes, int firstBatch)
    {
        var first = Options.Share.Of(firstBatch);
        shapes = [.. Enumerable.Range(0, Options.Share.Of(shapes.Count)).Select(i => shapes[Options.Share.NumberOf(i)])];
        var generation = Begin(epoch, shapes, first);
        try
        {
            for (var place = first; place < shapes.Count; place++)
            {
                yield return Await(generation, place);
                lock (_gate)
                {
                    if (_generation == generation)
                        _slots[place % _slots.Length].Place = Slot.Free;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                if (_generation == generation)
                    _active = false;
            }
        }
    }

    // Shapes and places are of the share.
    private long Begin(int epoch, IReadOnlyList<BatchShape> shapes, int first)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_active && _walker != Environment.CurrentManagedThreadId)
            {
                throw new InvalidOperationException("Another thread is in the middle of an epoch of this BatchLoader. It "
                    + "is for one thread at a time: make one for each thread, or let them wait for each other.");
            }

            _walker = Environment.CurrentManagedThreadId;
            _active = false;
            while (_busy > 0)
                Monitor.Wait(_gate);
            foreach (var slot in _slots)
                slot.Place = Slot.Free;
            if (_filledEpoch != epoch)
                FillOrder(epoch);
            (_epoch, _filledEpoch, _shapes) = (epoch, epoch, shapes);
            (_nextBatch, _nextPair) = (first, 0);
            _active = true;
            Monitor.PulseAll(_gate);
            return ++_generation;
        }
    }

    private Batch Await(long generation, int place)
    {
        lock (_gate)
        {
            var slot = _slots[place % _slots.Length];
            while (true)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_generation != generation)
                    throw new InvalidOperationException("Another epoch of this loader was begun meanwhile.");
                if (slot.Place == place && slot.PairsLeft == 0)
                    break;
                Monitor.Wait(_gate);
            }
            if (slot.Error is { } error)
                throw new DatasetFormatException(error.Path, error.Problem, error.Remedy, error.Cause);
            return slot.Batch;
        }
    }

    private void Work()
    {
        // One for each size of pictures, made when it is met.
        var makers = new Dictionary<(int, int), RowMaker>();
        while (Take() is { } piece)
        {
            LoadError? error = null;
            var shape = piece.Slot.Batch.Shape;
            if (!makers.TryGetValue((shape.Height, shape.Width), out var maker))
                makers.Add((shape.Height, shape.Width), maker = _createMaker(shape));
            try
            {
                for (var pair = piece.FirstPair; pair < piece.EndPair; pair++)
                    maker.MakePair(piece.Slot.Batch, pair, _order);
            }
            catch (Exception exception)
            {
                error = LoadError.Of(exception, maker);
            }
            lock (_gate)
            {
                // The first in the batch, so that the message does not depend on who was faster.
                if (error is not null && (piece.Slot.Error is null || error.Row < piece.Slot.Error.Row))
                    piece.Slot.Error = error;
                piece.Slot.PairsLeft -= piece.EndPair - piece.FirstPair;
                _busy--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    // The next pairs to make, or null at the end.
    private Piece? Take()
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                if (_active && _nextBatch < _shapes.Count)
                {
                    var slot = _slots[_nextBatch % _slots.Length];
                    if (slot.Place == Slot.Free)
                        Prepare(slot, _nextBatch);
                    if (slot.Place == _nextBatch)
                        return Cut(slot);
                }
                Monitor.Wait(_gate);
            }
            return null;
        }
    }

    private void Prepare(Slot slot, int place)
    {
        slot.Place = place;
        slot.Batch.Shape = _shapes[place];
        slot.PairsLeft = PairsOf(slot.Batch.Size);
        slot.Error = null;
        slot.Batch.Epoch = _epoch;
        slot.Batch.Number = Options.Share.NumberOf(place);
        slot.Batch.Count = slot.Batch.Shape.Images ?? (Options.Sampling is null
            ? Math.Min(slot.Batch.Size, Dataset.Count - slot.Batch.Shape.First)
            : slot.Batch.Size);
    }

    private Piece Cut(Slot slot)
    {
        var first = _nextPair;
        var pairs = PairsOf(slot.Batch.Size);
        var end = Math.Min(first + _pairsAtOnce, pairs);
        _nextPair = end;
        if (end == pairs)
            (_nextBatch, _nextPair) = (_nextBatch + 1, 0);
        _busy++;
        return new Piece(slot, first, end);
    }

    private static int PairsOf(int size) => (size + 1) / 2;

    private BatchLoaderOptions OptionsFor(int side) =>
        Options with { Preprocessing = Options.Preprocessing with { InputSize = side } };

    // One of each size that there is.
    private BatchShape[] LargestShapes()
    {
        var (size, side) = (Options.BatchSize, Options.Preprocessing.InputSize);
        if (Options.Canvases is { } canvases)
            return [.. canvases.All.Select(canvas => new BatchShape(0, size, canvas.Height, canvas.Width))];
        return Options.Sampling is { } sampling
            ? [.. sampling.Sides.Select(s => new BatchShape(0, sampling.SizeOf(s, side, size), s))]
            : [ShapeOf(0)];
    }

    private void FillOrder(int epoch)
    {
        if (Options.Canvases is null)
        {
            Options.Order.Fill(Options.Seed, epoch, _order);
            return;
        }

        var order = ArrangementOf(epoch).Order;
        for (var i = 0; i < order.Count; i++)
            _order[i] = order[i];
    }

    private Arrangement ArrangementOf(int epoch)
    {
        if (_arrangement is { } known && known.Epoch == epoch)
            return known;
        var drawn = new int[Dataset.Count];
        Options.Order.Fill(Options.Seed, epoch, drawn);
        var (order, shapes) = Options.Canvases!.Arrange(
            Options.Seed, epoch, drawn, Options.BatchSize, Options.DropLast);
        return _arrangement = new Arrangement(epoch, order, shapes);
    }

    private IReadOnlyList<BatchShape> ShapesOf(int epoch)
    {
        var (size, side, count) = (Options.BatchSize, Options.Preprocessing.InputSize, Dataset.Count);
        if (Options.Sampling is { } sampling)
            return sampling.Draw(Options.Seed, epoch, count, side, size);
        if (Options.Canvases is not null)
            return ArrangementOf(epoch).Shapes;
        var batches = Options.DropLast ? count / size : (int)(((long)count + size - 1) / size);
        return [.. Enumerable.Range(0, batches).Select(i => ShapeOf(i * size))];
    }

    private BatchShape ShapeOf(int first) => Options.Canvas is { } canvas
        ? new BatchShape(first, Options.BatchSize, canvas.Height, canvas.Width)
        : new BatchShape(first, Options.BatchSize, Options.Preprocessing.InputSize);

    private void Report(DamagedPicture picture)
    {
        lock (_gate)
            _damaged.TryAdd(picture.Index, picture);
    }

    private void Report(UnreadablePicture picture)
    {
        lock (_gate)
            _unreadable.TryAdd(picture.Index, picture);
    }

    private readonly record struct Piece(Slot Slot, int FirstPair, int EndPair);

    // Of one epoch, whose canvases differ.
    private sealed record Arrangement(int Epoch, IReadOnlyList<int> Order, IReadOnlyList<BatchShape> Shapes);

    private sealed class Slot(Batch batch)
    {
        public const int Free = -1;

        public readonly Batch Batch = batch;
        public int Place = Free;
        public int PairsLeft;
        public LoadError? Error;
    }
}
