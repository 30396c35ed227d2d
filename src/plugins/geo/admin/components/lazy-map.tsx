import { Box, Loader, Typography } from '@strapi/design-system';
import { Component, lazy, Suspense, type ReactNode } from 'react';
import { useWords } from '../words';
import type { DrawingMapProps } from './drawing-map';

const DrawingMap = lazy(() => import('./drawing-map'));

/** A map that fails, or a chunk that does not come, takes nothing of the form with it. */
class Unless extends Component<{ children: ReactNode; otherwise: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });
  override render() {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}

/** The map, whose code comes when the first one is shown. */
export function LazyMap(props: DrawingMapProps) {
  const words = useWords();
  const offline = <Typography textColor="neutral600">{words('map.offline')}</Typography>;
  const loading = (
    <Box height={props.height} width="100%">
      <Loader>{words('map.loading')}</Loader>
    </Box>
  );
  return (
    <Unless otherwise={offline}>
      <Suspense fallback={loading}>
        <DrawingMap {...props} />
      </Suspense>
    </Unless>
  );
}
